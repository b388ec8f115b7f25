using System.Diagnostics;

namespace VarMem.Tests.Charts;

/// <summary>A Chromium of this machine, if it has one, which opens a page and gives what became of it.</summary>
static class Chromium
{
    public static string? File { get; } = (
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        from name in new[] { "chromium", "chromium-browser", "google-chrome" }
        select Path.Combine(folder, name)).FirstOrDefault(System.IO.File.Exists);

    /// <summary>The page's elements once it has loaded, and what Chromium logged, messages of the page's console among it.</summary>
    public static (string Dom, string Log) Open(string page)
    {
        using var profile = new TempFolder();
        using var process = Process.Start(new ProcessStartInfo(File!, [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
            $"--user-data-dir={profile.Path}", "--enable-logging=stderr", "--dump-dom", new Uri(page).AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var log = process.StandardError.ReadToEndAsync();
        var dom = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (dom, log.Result);
    }
}

/// <summary>A test that needs a browser, left out where there is none.</summary>
sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.File is null ? "There is no Chromium on the PATH." : null;
}

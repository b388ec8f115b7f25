using System.Diagnostics;
using System.Globalization;

namespace VarMem.Tests.EndToEnd;

/// <summary>The program as its users run it: a process of its own, with all that it said.</summary>
sealed record VarMemProcess(int ExitCode, string Output, string Error)
{
    static readonly string Program = Path.Combine(AppContext.BaseDirectory, "varmem.dll");

    /// <param name="folder">The working folder.</param>
    /// <param name="line">The command line behind <c>varmem</c>; what stands in a hole is never split at its spaces, an array is a word an element.</param>
    public static VarMemProcess Run(string folder, FormattableString line)
    {
        using var process = Start(folder, line);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result);
    }

    public static Process Start(string folder, FormattableString line)
    {
        var words = line.Format.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var arguments = words.SelectMany(word => Several(word) ?? [string.Format(CultureInfo.InvariantCulture, word, line.GetArguments())]);
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return Process.Start(new ProcessStartInfo(dotnet, [Program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

        string[]? Several(string word) => line.GetArguments().Index().Where(hole => word == $"{{{hole.Index}}}").Select(hole => hole.Item).FirstOrDefault() as string[];
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace VarMem.Charts;

/// <summary>
/// Draws Vega-Lite specs and SVG sheets as PNG, at two pixels a unit. One Node.js process, started here, draws everything; it ends with
/// <see cref="Dispose"/>. Pictures are the same on every machine: the only fonts are Inter's. For one thread at a time.
/// </summary>
public sealed class ChartRenderer : IDisposable
{
    /// <summary>As in render.mjs.</summary>
    internal const int PixelsPerUnit = 2;

    static readonly JsonDocumentOptions SpecOptions = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    readonly string _script;
    readonly Process _node;
    readonly StringBuilder _stderr = new();

    public ChartRenderer() : this("node", Path.Combine(AppContext.BaseDirectory, "render.mjs"))
    {
    }

    internal ChartRenderer(string node, string script)
    {
        _script = script;
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(node, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        };
        try
        {
            _node = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw Throw.NodeMissing(node, e);
        }
        _node.ErrorDataReceived += (_, e) => _stderr.AppendLine(e.Data);
        _node.BeginErrorReadLine();
    }

    /// <summary>Version of the Node.js that draws, such as v20.20.2.</summary>
    public static string NodeVersion()
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })!;
            return node.StandardOutput.ReadToEnd().Trim();
        }
        catch (Win32Exception e)
        {
            throw Throw.NodeMissing("node", e);
        }
    }

    /// <summary>Draws a spec over rows, which the spec reads as {"data": {"name": "table"}}.</summary>
    /// <param name="name">What is drawn, for errors: a figure's name or a spec's file.</param>
    /// <param name="spec">A Vega-Lite spec, as JSON.</param>
    /// <param name="rows">What it draws.</param>
    /// <param name="file">The PNG to write; its folder is made, and it is there whole or not at all.</param>
    /// <returns>What Vega-Lite warned of, such as a field that it could not use.</returns>
    public IReadOnlyList<string> DrawSpec(string name, string spec, Rows rows, string file)
    {
        using var parsed = ParseSpec(name, spec);
        return Draw(name, file, json =>
        {
            json.WritePropertyName("spec");
            parsed.RootElement.WriteTo(json);
            json.WritePropertyName("values");
            rows.WriteTo(json);
        });
    }

    /// <summary>Draws an SVG document.</summary>
    public void DrawSvg(string name, string svg, string file) => Draw(name, file, json => json.WriteString("svg", svg));

    static JsonDocument ParseSpec(string name, string spec)
    {
        JsonDocument parsed;
        try
        {
            parsed = JsonDocument.Parse(spec, SpecOptions);
        }
        catch (JsonException e)
        {
            throw Throw.SpecSyntax(name, e);
        }
        var kind = parsed.RootElement.ValueKind;
        return kind == JsonValueKind.Object ? parsed : throw Throw.SpecNotObject(name, kind);
    }

    string[] Draw(string name, string file, Action<Utf8JsonWriter> writeJob)
    {
        file = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var job = new MemoryStream();
        using (var json = new Utf8JsonWriter(job))
        {
            json.WriteStartObject();
            json.WriteString("out", file);
            writeJob(json);
            json.WriteEndObject();
        }
        job.WriteByte((byte)'\n');
        job.Position = 0;

        var line = Ask(job) ?? throw Stopped(name);
        using var answer = JsonDocument.Parse(line);
        if (answer.RootElement.TryGetProperty("error", out var error))
            throw Throw.NotDrawn(name, file, error.GetString()!);
        return [.. answer.RootElement.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!)];
    }

    /// <summary>The answer to a job; null where the process has ended.</summary>
    string? Ask(Stream job)
    {
        try
        {
            job.CopyTo(_node.StandardInput.BaseStream);
            _node.StandardInput.BaseStream.Flush();
        }
        catch (IOException)
        {
            return null;
        }
        return _node.StandardOutput.ReadLine();
    }

    Exception Stopped(string name)
    {
        _node.WaitForExit(); // all of stderr is here after that
        var stderr = _stderr.ToString();
        return stderr.Contains("ERR_MODULE_NOT_FOUND", StringComparison.Ordinal)
            ? Throw.PackagesMissing(_script)
            : Throw.RendererStopped(name, stderr.ReplaceLineEndings(" ").Trim());
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
    }
}

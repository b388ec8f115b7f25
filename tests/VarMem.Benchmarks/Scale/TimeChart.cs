using VarMem.Charts;
using VarMem.Store.DuckDb;

namespace VarMem.Benchmarks.Scale;

/// <summary>Where the time of a run goes, as a picture.</summary>
static class TimeChart
{
    const string Spec = """
        {
          "title": {"text": "Where 8,192 images of eight crops spend their time", "subtitle": "VAR-d16, seconds on a logarithmic axis"},
          "data": {"name": "table"},
          "height": {"step": 34},
          "encoding": {
            "y": {"field": "part", "type": "nominal", "sort": null, "title": null},
            "x": {"field": "seconds", "type": "quantitative", "scale": {"type": "log", "domainMin": 1}, "title": "seconds"}
          },
          "layer": [
            {"mark": {"type": "bar"}, "encoding": {"x2": {"datum": 1}}},
            {"mark": {"type": "text", "align": "left", "dx": 4}, "encoding": {"text": {"field": "seconds", "format": ",.0f"}}}
          ]
        }
        """;

    public static void Draw(IEnumerable<(string Part, double Seconds)> parts, string file)
    {
        using var connection = new DuckDbConnection();
        connection.Open();
        connection.Run("CREATE TABLE part (part VARCHAR, seconds DOUBLE)");
        foreach (var (part, seconds) in parts)
            connection.Run("INSERT INTO part VALUES (?, ?)", part, seconds);
        var spec = Path.ChangeExtension(file, ".vl.json");
        File.WriteAllText(spec, Spec);
        using var renderer = new ChartRenderer();
        QueryChart.DrawSpecFile(connection, "FROM part", spec, renderer, file);
        File.Delete(spec);
    }
}

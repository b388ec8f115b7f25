using System.Text;

namespace VarMem.Pipeline.Sources;

/// <summary>Reads comma-separated records as RFC 4180 has them: quoted fields may hold commas, line ends and doubled quotes.</summary>
sealed class Csv(TextReader reader, string file)
{
    readonly StringBuilder _field = new();
    int _line = 1;

    /// <summary>The records that are not empty lines, each with the 1-based number of the line that it starts on.</summary>
    public IEnumerable<(int Line, string[] Fields)> Records()
    {
        while (reader.Peek() >= 0)
        {
            var line = _line;
            string[] fields = [.. Fields()];
            if (fields is not [""]) yield return (line, fields);
        }
    }

    IEnumerable<string> Fields()
    {
        while (true)
        {
            yield return reader.Peek() == '"' ? Quoted() : Plain();
            var end = Next();
            if (end == ',') continue;
            if (end == '\r' && reader.Peek() == '\n') Next();
            if (end is '\r' or '\n' or -1) yield break;
            throw Throw.TextBehindQuote(file, _line);
        }
    }

    string Plain()
    {
        _field.Clear();
        while (reader.Peek() is >= 0 and not (',' or '\r' or '\n')) _field.Append((char)Next());
        return _field.ToString();
    }

    string Quoted()
    {
        var start = _line;
        _field.Clear();
        for (Next(); ;)
        {
            var next = Next();
            if (next < 0) throw Throw.OpenQuote(file, start);
            if (next == '"' && reader.Peek() != '"') return _field.ToString();
            if (next == '"') Next();
            _field.Append((char)next);
        }
    }

    int Next()
    {
        var next = reader.Read();
        if (next == '\n' || (next == '\r' && reader.Peek() != '\n')) _line++;
        return next;
    }
}

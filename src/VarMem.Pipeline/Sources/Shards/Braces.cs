using System.Globalization;
using System.Text.RegularExpressions;

namespace VarMem.Pipeline.Sources.Shards;

/// <summary>
/// Names by braces, as shells and WebDataset have them: <c>{a,b}</c> is each of the words, <c>{000..146}</c> each number up to the last or
/// down to it, with zeros in front where one of the two has any. Of several the last changes fastest; words may hold braces.
/// </summary>
static partial class Braces
{
    /// <exception cref="PipelineException">A brace is not closed, or holds neither words nor numbers.</exception>
    public static IEnumerable<string> Expand(string pattern)
    {
        var open = pattern.IndexOf('{');
        if (open < 0) return [pattern];
        string[] words = [.. Words(pattern, open, out var close)];
        var rest = pattern[(close + 1)..];
        return
            from word in words is [var only] ? Numbers(pattern, only) : words.SelectMany(Expand)
            from end in Expand(rest)
            select pattern[..open] + word + end;
    }

    /// <summary>What stands between the brace's commas.</summary>
    static List<string> Words(string pattern, int open, out int close)
    {
        var words = new List<string>();
        var (start, depth) = (open + 1, 0);
        for (close = open; close < pattern.Length; close++)
        {
            depth += pattern[close] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth > 0 && (depth > 1 || pattern[close] != ',')) continue;
            words.Add(pattern[start..close]);
            start = close + 1;
            if (depth == 0) return words;
        }
        throw Throw.OpenBrace(pattern);
    }

    static IEnumerable<string> Numbers(string pattern, string range)
    {
        if (Range().Match(range) is not { Success: true, Groups: var groups }) throw Throw.BadBrace(pattern, range);
        var (first, last) = (Number(groups[1].Value), Number(groups[2].Value));
        var padded = groups.Values.Skip(1).Any(number => number.Length > 1 && number.Value[0] == '0');
        var width = padded ? groups.Values.Skip(1).Max(number => number.Length) : 1;
        return Enumerable.Range(0, Math.Abs(last - first) + 1)
            .Select(i => (first < last ? first + i : first - i).ToString($"D{width}", CultureInfo.InvariantCulture));
    }

    static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([0-9]{1,9})\.\.([0-9]{1,9})\z")]
    private static partial Regex Range();
}

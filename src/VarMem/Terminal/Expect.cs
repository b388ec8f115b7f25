using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

namespace VarMem.Terminal;

/// <summary>What an option takes, checked ahead of the library, so that one line tells what was found and what was expected.</summary>
static class Expect
{
    public static void OneOf<T>(this Option<T> option, params string[] values) =>
        option.Accept(values.Contains, string.Join(" or ", values));

    public static void Positive(this Option<int?> option) =>
        option.Accept(
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0, "a whole number from 1");

    public static void WholeNumberFrom0(this Option<int?> option) =>
        option.Accept(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _), "a whole number from 0");

    public static void Shard(this Option<string?> option) =>
        option.Accept(text => Pipeline.Sources.Shard.TryParse(text, out _), "i/n with i from 1 to n, such as 1/64");

    public static void WholeNumber(this Option<long> option) =>
        option.Accept(text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _), "a whole number");

    public static void WholeNumber(this Option<int> option, int from, int to) => option.Accept(
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= from && n <= to,
        $"a whole number from {from} to {to}");

    public static void Number<T>(this Option<T> option, double from, double to) => option.Accept(
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && n >= from && n <= to,
        string.Create(CultureInfo.InvariantCulture, $"a number from {from} to {to}"));

    public static void Matches<T>(this Option<T> option, Regex pattern, string expected) => option.Accept(pattern.IsMatch, expected);

    public static void Accept<T>(this Option<T> option, Func<string, bool> accepts, string expected) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
            if (!accepts(token.Value)) result.AddError($"{option.Name} '{token.Value}': expected {expected}.");
    });
}

using System.Globalization;
using System.Xml.Linq;

namespace VarMem.Charts;

/// <summary>
/// How the values of a column are written: counts with separators, ids without, shares (a column with the word share) in percent, other
/// numbers with as many decimals as give the largest of the column four digits.
/// </summary>
sealed class CellFormat(Column column, IEnumerable<object?> values)
{
    const int Digits = 4;

    readonly int _decimals = Decimals(column, values);

    bool IsId => column.IsInteger && column.Name.EndsWith("_id", StringComparison.Ordinal);

    bool IsShare => !column.IsInteger && column.Name.Split(' ', '_').Contains("share");

    internal string Heading => XmlText.Clean(column.Name.Replace('_', ' '));

    internal XAttribute? Class => column.IsNumber ? new XAttribute("class", "number") : null;

    internal string Text(object? value) => value switch
    {
        null or double.NaN or float.NaN => "–",
        IFormattable id when IsId => id.ToString(null, CultureInfo.InvariantCulture),
        IFormattable count when column.IsInteger => count.ToString("N0", CultureInfo.InvariantCulture),
        IFormattable when column.IsNumber => Text(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => XmlText.Clean(Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };

    string Text(double number) => number switch
    {
        _ when IsShare => number.ToString("0.0%", CultureInfo.InvariantCulture),
        // What would read as zero and is not.
        not 0 when Math.Abs(number) < 0.5 * Math.Pow(10, -_decimals) => number.ToString("0.0e-00", CultureInfo.InvariantCulture),
        _ => number.ToString($"N{_decimals}", CultureInfo.InvariantCulture),
    };

    static int Decimals(Column column, IEnumerable<object?> values)
    {
        if (!column.IsNumber || column.IsInteger) return 0;
        var largest = values.OfType<IConvertible>().Select(value => Math.Abs(value.ToDouble(CultureInfo.InvariantCulture)))
            .Where(double.IsFinite).DefaultIfEmpty().Max();
        return largest == 0 ? 1 : Math.Clamp(Digits - 1 - (int)Math.Floor(Math.Log10(largest)), 0, 9);
    }
}

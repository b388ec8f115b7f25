using System.Runtime.InteropServices;
using VarMem.Store.DuckDb;
using Xunit.Abstractions;

namespace VarMem.Tests.EndToEnd;

/// <summary>
/// All 1,540 emoji images, one centre crop each, against an independent PyTorch implementation. Two float32 implementations may choose
/// different codes only where two lie equally near but for rounding; such an image then has other activations, too.
/// </summary>
public class CenterCropTest(ITestOutputHelper output) : ProgramTest
{
    /// <summary>(d₂ − d₁)/d₁ of squared distances, below which rounding may decide.</summary>
    const double NearTie = 2e-4;

    const int ImageCount = 1540, TokenCount = 130;

    static readonly Lazy<CenterCrops> Crops = new(() => new CenterCrops(Manifest));

    static readonly short[] ExpectedTokens = ReadTokens(); // (N, L)

    [Fact]
    public void Tokens_EqualTheReference_ButForNearTies()
    {
        var (crops, different) = (Crops.Value, DifferentImages());
        var near = Enumerable.Range(0, ExpectedTokens.Length).Count(i => Margin(i / TokenCount, i % TokenCount) < NearTie);
        output.WriteLine(
            $"{near} of {ExpectedTokens.Length} tokens are near ties; rounding made a difference in {different.Count} images");
        Assert.InRange(near, 100, 500);
        Assert.InRange(different.Count, 0, near / 10); // rounding is of a far smaller order than the margin
        foreach (var image in different)
        {
            var (found, expected) = (crops.Tokens(image), Expected(image));
            var position = found.AsSpan().CommonPrefixLength(expected);
            var (first, second) = crops.Nearest(image, position);
            Assert.InRange(Margin(image, position), 0, NearTie);
            Assert.Equal(new[] { first.Code, second.Code }.Order(), new[] { found[position], expected[position] }.Order());
        }
    }

    [Fact]
    public void UnitMemAndOwners_EqualTheReference_ButForNearTies()
    {
        Do($"extract --model {Model} --manifest {Manifest} --crop center --db a.duckdb");
        Do($"analyze --db a.duckdb");

        using var connection = Open("a.duckdb");
        var units = connection.Rows(
            "SELECT mu_max, mu_rest, unit_mem, owner_image_id FROM unit_mem WHERE population = 'all' ORDER BY unit_id",
            row => (Max: row.GetFloat(0), Others: row.GetDouble(1), UnitMem: row.GetDouble(2), Owner: row.GetInt32(3)));
        var threshold = connection.Rows("SELECT threshold FROM u10_threshold WHERE population = 'all'", row => row.GetDouble(0)).Single();
        var unitMem = EmojiModel.Reference<float>("center_crop/unit_mem.npy").Values;
        var owner = EmojiModel.Reference<int>("center_crop/owner.npy").Values;
        Assert.Equal(unitMem.Length, units.Count);

        var different = DifferentImages();
        var ofDifferent = Sums(connection, different);
        var (compared, doubtful) = (0, 0);
        for (var u = 0; u < units.Count; u++)
        {
            var unit = units[u];
            // What the other implementation made of a different image is not known, only that it is of the same order.
            var tolerance = 1e-5 + ofDifferent.GetValueOrDefault(u) / (unit.Max + (ImageCount - 1) * unit.Others);
            var comparable = !different.Contains(unit.Owner) && !different.Contains(owner[u]);
            if (!comparable || Math.Abs(unit.UnitMem - threshold) <= tolerance) doubtful++;
            if (!comparable) continue;
            compared++;
            Assert.Equal(unitMem[u], unit.UnitMem, tolerance);
            if (owner[u] != unit.Owner) Assert.InRange(Mu(connection, owner[u], u), unit.Max * (1 - 1e-5), unit.Max);
        }
        output.WriteLine($"{compared} of {units.Count} units compared; {doubtful} that may be in U10 or not");
        Assert.InRange(compared, units.Count * 0.9, units.Count);

        var numMemUnits = connection.Rows(
            "SELECT num_mem_units FROM num_mem_units WHERE population = 'all' ORDER BY image_id", row => row.GetInt64(0));
        var moved = numMemUnits.Zip(EmojiModel.Reference<int>("center_crop/num_mem_units.npy").Values, (a, b) => Math.Abs(a - b)).Sum();
        Assert.InRange(moved, 0, 2 * doubtful);
    }

    static HashSet<int> DifferentImages() =>
        [.. Enumerable.Range(0, ImageCount).Where(image => !Crops.Value.Tokens(image).SequenceEqual(Expected(image)))];

    static long[] Expected(int image) => [.. ExpectedTokens.Skip(image * TokenCount).Take(TokenCount)];

    static double Margin(int image, int position)
    {
        var (first, second) = Crops.Value.Nearest(image, position);
        return (second.Distance - first.Distance) / first.Distance;
    }

    /// <summary>Σμ of each unit over some images.</summary>
    static Dictionary<int, double> Sums(DuckDbConnection connection, IEnumerable<int> images) => connection.Rows(
        "SELECT unit_id, sum(mu) FROM activation WHERE image_id IN (SELECT unnest(?)) GROUP BY unit_id",
        row => (Unit: row.GetInt32(0), Sum: row.GetDouble(1)),
        images.ToArray()).ToDictionary(row => row.Unit, row => row.Sum);

    static float Mu(DuckDbConnection connection, int image, int unit) =>
        connection.Rows("SELECT mu FROM activation WHERE image_id = ? AND unit_id = ?", row => row.GetFloat(0), image, unit).Single();

    /// <summary>An .npy file of int16, whose values stand at the end.</summary>
    static short[] ReadTokens()
    {
        var bytes = File.ReadAllBytes(EmojiModel.ReferenceFile("center_crop/tokens.npy")).AsSpan();
        return [.. MemoryMarshal.Cast<byte, short>(bytes[^(ImageCount * TokenCount * sizeof(short))..])];
    }
}

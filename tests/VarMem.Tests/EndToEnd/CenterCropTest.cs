using System.Runtime.InteropServices;
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

    static readonly Lazy<CenterCrops> Crops = new(() => new CenterCrops(Manifest));

    static readonly short[] Tokens = ReadTokens(); // (N, L)

    [Fact]
    public void Tokens_EqualTheReference_ButForNearTies()
    {
        var (crops, different) = (Crops.Value, DifferentImages());
        var near = Enumerable.Range(0, Tokens.Length).Count(i => Margin(i / crops.TokenCount, i % crops.TokenCount) < NearTie);
        output.WriteLine($"{near} of {Tokens.Length} tokens are near ties; rounding decided one of {different.Count} images otherwise");
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

        var different = DifferentImages();
        using var connection = Open("a.duckdb");
        var units = connection.Rows(
            """
            SELECT unit_mem, owner_image_id, sum(mu) FILTER (WHERE list_contains(?, image_id)) / sum(mu), max(mu, 2)[2] / mu_max
            FROM unit_mem
            JOIN activation USING (unit_id)
            WHERE population = 'all'
            GROUP BY unit_id, unit_mem, owner_image_id, mu_max
            ORDER BY unit_id
            """,
            row => (UnitMem: row.GetDouble(0), Owner: row.GetInt32(1), DifferentShare: row.IsDBNull(2) ? 0 : row.GetDouble(2), Second: row.GetDouble(3)),
            different.ToArray());
        var unitMem = EmojiModel.Reference<float>("center_crop/unit_mem.npy").Values;
        var owner = EmojiModel.Reference<int>("center_crop/owner.npy").Values;
        Assert.Equal(unitMem.Length, units.Count);
        var (compared, doubtful) = (0, 0);
        var threshold = connection.Rows("SELECT threshold FROM u10_threshold WHERE population = 'all'", row => row.GetDouble(0)).Single();
        for (var u = 0; u < units.Count; u++)
        {
            var unit = units[u];
            // The other implementation's activations of a different image are not known, only that they are of the same order.
            var tolerance = 1e-5 + unit.DifferentShare;
            if (Math.Abs(unit.UnitMem - threshold) <= tolerance) doubtful++;
            if (different.Contains(unit.Owner) || different.Contains(owner[u]))
            {
                doubtful++;
                continue;
            }
            compared++;
            Assert.Equal(unitMem[u], unit.UnitMem, tolerance);
            if (unit.Second < 1 - 1e-5) Assert.Equal(owner[u], unit.Owner);
        }
        output.WriteLine($"{compared} of {units.Count} units compared");
        Assert.InRange(compared, units.Count * 0.9, units.Count);

        var numMemUnits = connection.Rows("SELECT num_mem_units FROM num_mem_units WHERE population = 'all' ORDER BY image_id", row => row.GetInt64(0));
        var moved = numMemUnits.Zip(EmojiModel.Reference<int>("center_crop/num_mem_units.npy").Values, (a, b) => Math.Abs(a - b)).Sum();
        Assert.InRange(moved, 0, 2 * doubtful);
    }

    static HashSet<int> DifferentImages() =>
        [.. Enumerable.Range(0, Tokens.Length / Crops.Value.TokenCount).Where(image => !Crops.Value.Tokens(image).SequenceEqual(Expected(image)))];

    static long[] Expected(int image) => [.. Tokens.AsSpan(image * Crops.Value.TokenCount, Crops.Value.TokenCount).ToArray().Select(code => (long)code)];

    static double Margin(int image, int position)
    {
        var (first, second) = Crops.Value.Nearest(image, position);
        return (second.Distance - first.Distance) / first.Distance;
    }

    /// <summary>An .npy file of int16, of which the values stand at the end.</summary>
    static short[] ReadTokens()
    {
        var bytes = File.ReadAllBytes(EmojiModel.ReferenceFile("center_crop/tokens.npy")).AsSpan();
        return [.. MemoryMarshal.Cast<byte, short>(bytes[^(1540 * 130 * sizeof(short))..])];
    }
}

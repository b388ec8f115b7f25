using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis.Interventions;

namespace VarMem.Tests.Analysis.Interventions;

/// <summary>The units that chosen ones are compared with.</summary>
public class ControlDrawsTest
{
    /// <summary>Three layers of two types, of 40, 30 and 20 units, with means of μ that are partly equal.</summary>
    static readonly ScalableUnit[] Units =
    [
        .. Enumerable.Range(0, 90).Select(unit => unit switch
        {
            < 40 => new ScalableUnit(unit, 0, "ffn.fc1", unit * 7 % 11 / 8.0),
            < 70 => new ScalableUnit(unit, 1, "ffn.fc2", unit * 5 % 31),
            _ => new ScalableUnit(unit, 2, "ffn.fc1", unit % 3),
        }),
    ];

    [Fact]
    public void Draws_AreOtherUnits_AsMany_AndTheSameAgain() => Prop.ForAll<long, byte>((seed, which) =>
    {
        var chosen = Units.Select(unit => unit.UnitId).Where(unit => unit * (which + 3) % 10 < 4).Take(45).ToHashSet();
        var draws = ControlDraws.Of(Units, chosen, 3, seed).ToArray();
        return draws.Length == 6
            && draws.All(draw => draw.Units.Count == chosen.Count && draw.Units.Distinct().Count() == chosen.Count
                && !draw.Units.Any(chosen.Contains) && draw.Units.Order().SequenceEqual(draw.Units))
            && draws.Select(draw => (draw.Control, draw.Draw)).SequenceEqual(
                [("random", 1), ("random", 2), ("random", 3), ("matched", 1), ("matched", 2), ("matched", 3)])
            && draws.Zip(ControlDraws.Of(Units, chosen, 3, seed)).All(pair => pair.First.Units.SequenceEqual(pair.Second.Units));
    }).QuickCheckThrowOnFailure();

    /// <summary>As many in each layer as are chosen there, where that has as many.</summary>
    [Fact]
    public void Matched_AreOfTheSameLayers() => Prop.ForAll<long>(seed =>
    {
        int[] chosen = [1, 2, 3, 5, 8, 13, 45, 60, 71, 72, 73, 74, 75, 76, 77];
        var layers = ControlDraws.Of(Units, chosen.ToHashSet(), 1, seed).Last().Units.CountBy(unit => Units[unit].Layer).ToDictionary();
        return layers is { Count: 3 } && layers[0] == 6 && layers[1] == 2 && layers[2] == 7;
    }).QuickCheckThrowOnFailure();

    /// <summary>Where a layer has no unit left, the other layer of its type goes on, and then the last.</summary>
    [Fact]
    public void Matched_LayerUsedUp_GoesOnWithItsType()
    {
        var drawn = ControlDraws.Of(Units, Enumerable.Range(70, 20).ToHashSet(), 5, 1).Skip(5).ToArray();
        Assert.All(drawn, draw => Assert.All(draw.Units, unit => Assert.InRange(unit, 0, 39)));
        drawn = [.. ControlDraws.Of(Units, Enumerable.Range(0, 45).ToHashSet(), 5, 1).Skip(5)];
        Assert.All(drawn, draw => Assert.Equal([.. Enumerable.Range(45, 45)], draw.Units));
    }

    /// <summary>A single unit's match is each of the ten nearest of its layer alike, and no other.</summary>
    [Fact]
    public void Matched_IsOneOfTheTenNearest()
    {
        const int Draws = 4000;
        var unit = Units[50];
        int[] nearest =
        [
            .. Units.Where(other => other.Layer == 1 && other.UnitId != 50)
                .OrderBy(other => Math.Abs(other.MeanMu - unit.MeanMu)).ThenBy(other => other.UnitId).Take(10).Select(other => other.UnitId).Order(),
        ];
        var counts = ControlDraws.Of(Units, new HashSet<int> { 50 }, Draws, 9).Skip(Draws).CountBy(draw => draw.Units.Single()).OrderBy(pair => pair.Key).ToArray();
        Assert.Equal(nearest, counts.Select(pair => pair.Key));
        Assert.All(counts, pair => Assert.InRange(pair.Value, 0.8 * Draws / 10, 1.2 * Draws / 10));
    }

    [Fact]
    public void Random_EachOtherUnitAlike()
    {
        const int Draws = 2000;
        var chosen = Enumerable.Range(10, 30).ToHashSet();
        var counts = ControlDraws.Of(Units, chosen, Draws, 3).Take(Draws).SelectMany(draw => draw.Units).CountBy(unit => unit).ToArray();
        Assert.Equal(60, counts.Length);
        Assert.All(counts, pair => Assert.InRange(pair.Value, 0.85 * Draws / 2, 1.15 * Draws / 2));
    }
}

using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis.Similarity;

namespace VarMem.Tests.Analysis.Similarity;

public class MaximumCliqueTest
{
    /// <summary>Graphs of at most 11 members, whose subsets can all be looked at.</summary>
    [Fact]
    public void Of_AnyGraph_EqualsBruteForce() => Prop.ForAll(
        (from count in Gen.Choose(0, 11)
         from density in Gen.Choose(0, 10)
         from draws in Gen.Choose(0, 9).ArrayOf(count * count)
         select (count, draws.Select(draw => draw < density).ToArray())).ToArbitrary(),
        graph =>
        {
            var (count, draws) = graph;
            bool Joined(int a, int b) => draws[Math.Min(a, b) * count + Math.Max(a, b)];
            var pairs = from a in Enumerable.Range(0, count) from b in Enumerable.Range(0, count) where a < b && Joined(a, b) select (b, a);
            var found = MaximumClique.Of(count, pairs);
            Assert.True(IsClique(found));
            Assert.Equal(
                Enumerable.Range(0, 1 << count).Select(set => Enumerable.Range(0, count).Where(i => (set >> i & 1) == 1).ToArray()).Where(IsClique).Max(set => set.Length),
                found.Count);

            bool IsClique(IReadOnlyList<int> set) => set.Distinct().Count() == set.Count && set.All(a => set.All(b => a == b || Joined(a, b)));
        }).QuickCheckThrowOnFailure();

    /// <summary>Three hundred members: two planted cliques in pairs at random.</summary>
    [Fact]
    public void Of_PlantedCliques_FindsTheLarger()
    {
        var random = new Random(3);
        int[] members = [.. Enumerable.Range(0, 300)];
        random.Shuffle(members);
        var pairs = Within(members[..40]).Concat(Within(members[40..70])).Concat(
            from i in Enumerable.Range(0, 300) from j in Enumerable.Range(0, i) where random.Next(5) == 0 select (i, j));
        var found = MaximumClique.Of(300, pairs);
        Assert.True(found.Count >= 40);
        Assert.Empty(members[..40].Except(found));

        static IEnumerable<(int, int)> Within(int[] set) => from a in set from b in set where a < b select (a, b);
    }
}

using System.Numerics.Tensors;

namespace VarMem.Analysis.Resampling;

/// <summary>Shuffles marks, such as "train" or "canary", over the images of each stratum, such as a class.</summary>
sealed class MarkPermutation
{
    readonly (int[] Members, int Marked)[] _strata;

    /// <param name="isMarked">Which images have the mark.</param>
    /// <param name="stratum">The images among which it may move.</param>
    public MarkPermutation(IReadOnlyList<bool> isMarked, IReadOnlyList<int> stratum) => _strata =
    [
        .. Enumerable.Range(0, stratum.Count)
            .GroupBy(image => stratum[image])
            .OrderBy(group => group.Key)
            .Select(group => (group.ToArray(), group.Count(image => isMarked[image]))),
    ];

    /// <summary>Sums of weights over the marked images, under every draw.</summary>
    /// <param name="weights">For each image a row of weights (statistics), or null for zeros.</param>
    /// <param name="statistics">Weights in a row.</param>
    /// <param name="draws">How many permutations.</param>
    /// <param name="purpose">Sets these draws apart from others of the same seed.</param>
    /// <param name="seed">The draws are the same for the same seed, whatever the number of threads.</param>
    public Draws Sums(IReadOnlyList<double[]?> weights, int statistics, int draws, string purpose, long seed)
    {
        var sums = new Draws(draws, statistics);
        Parallel.For(0, draws, () => new int[_strata.Length == 0 ? 0 : _strata.Max(stratum => stratum.Members.Length)], (draw, _, scratch) =>
        {
            var generator = new Generator(purpose, seed, draw);
            var sum = sums.Row(draw);
            foreach (var (members, marked) in _strata)
            {
                var shuffled = scratch.AsSpan(0, members.Length);
                members.CopyTo(shuffled);
                generator.Choose(shuffled, marked);
                foreach (var image in shuffled[..marked])
                {
                    if (weights[image] is { } row)
                        TensorPrimitives.Add(sum, row, sum);
                }
            }
            return scratch;
        }, _ => { });
        return sums;
    }
}

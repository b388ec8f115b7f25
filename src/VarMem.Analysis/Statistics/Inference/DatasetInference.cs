using VarMem.Analysis.Resampling;
using VarMem.Analysis.Statistics.Scores;

namespace VarMem.Analysis.Statistics.Inference;

/// <summary>How n members and as many others are told apart.</summary>
/// <param name="Method">sum or weighted.</param>
/// <param name="Images">n.</param>
/// <param name="P">Welch's one-sided p of every draw.</param>
sealed record Inferred(string Method, int Images, double[] P);

/// <summary>
/// Dataset inference: whether n images, taken together, were trained on (Maini et al., arXiv 2406.06443; Kowalczuk et al., arXiv 2502.02514).
/// Every draw takes n images of either side out of a half of the images; the other half, which no draw of this deal tests, gives the
/// scales of the scores and their weights.
/// </summary>
/// <param name="scores">Oriented so that members have more: (scores, all images).</param>
/// <param name="draws">How many draws.</param>
/// <param name="seed">The draws are the same for the same seed, whatever the number of threads.</param>
sealed class DatasetInference(double[][] scores, int draws, long seed)
{
    /// <summary>The images are halved anew so often, with the draws in turns, lest the result hang on one halving.</summary>
    const int Deals = 10;

    /// <summary>As in the paper.</summary>
    const int MaxDraws = 1000;

    static readonly string[] Methods = ["sum", "weighted"];

    /// <summary>What is tested under one deal: (methods, images) of either side.</summary>
    sealed record Deal(double[][] Members, double[][] Others);

    /// <summary>Table dataset_inference.</summary>
    public static void Fill(Measurements measured)
    {
        var (connection, options, known) = (measured.Connection, measured.Options, measured.Scores);
        int[] canaries = Rows(Side.Positive, "canary_val"), members = Rows(Side.Positive, "canary_val", "train_val");
        var others = Rows(Side.Negative, "canary_val", "train_val");
        var inference = new DatasetInference(
            known.Usable("likelihood", [.. members, .. others]), Math.Min(MaxDraws, options.Permutations), options.Seed);
        Append("train", inference.Test("train", members, others));
        Append("canary", inference.Test("canary", canaries, others));
        Append("val", inference.Control("val", others));

        int[] Rows(Side side, params string[] contrasts) =>
        [
            .. known.Contrasts.Where(contrast => contrasts.Contains(contrast.Name))
                .SelectMany(contrast => contrast.Rows.Where(row => contrast.Sides[row] == side)).Distinct().Order(),
        ];

        void Append(string name, IReadOnlyList<Inferred> inferred) => connection.Append("dataset_inference", inferred.Select(one => new object?[]
        {
            name, one.Method, one.Images, (long)one.P.Length, Distribution.Mean(one.P), one.P.Count(p => p <= 0.01) / (double)one.P.Length,
        }));
    }

    /// <summary>Members against others; none where either side has fewer than four images.</summary>
    public IReadOnlyList<Inferred> Test(string name, int[] members, int[] others) => Run(name, _ => (members, others));

    /// <summary>The negative control: images of one kind, half of which, chosen anew for every deal, stand for members.</summary>
    public IReadOnlyList<Inferred> Control(string name, int[] images) => Run(name, deal =>
    {
        var shuffled = Shuffled(images, $"dataset inference {name}, control", deal);
        return (shuffled[..(images.Length / 2)], shuffled[(images.Length / 2)..]);
    });

    Inferred[] Run(string name, Func<int, (int[] Members, int[] Others)> sides)
    {
        var dealt = Enumerable.Range(0, Math.Min(Deals, draws)).Select(sides).ToArray();
        if (dealt.Length == 0 || scores.Length == 0 || dealt[0].Members.Length < 4 || dealt[0].Others.Length < 4)
            return [];
        var deals = new Deal[dealt.Length];
        Parallel.For(0, deals.Length, deal => deals[deal] = Score(dealt[deal].Members, dealt[deal].Others, name, deal));

        int[] sizes = [.. Sizes(Math.Min(deals[0].Members[0].Length, deals[0].Others[0].Length))];
        Inferred[] inferred = [.. from method in Methods from size in sizes select new Inferred(method, size, new double[draws])];
        Parallel.For(0, draws, draw =>
        {
            var deal = deals[draw % deals.Length];
            var members = Chosen(deal.Members[0].Length, $"dataset inference {name}, members", draw);
            var others = Chosen(deal.Others[0].Length, $"dataset inference {name}, others", draw);
            for (var method = 0; method < Methods.Length; method++)
            {
                var (member, other) = (new Moments(), new Moments());
                for (var (i, s) = (0, 0); s < sizes.Length; i++)
                {
                    member.Add(deal.Members[method][members[i]]);
                    other.Add(deal.Others[method][others[i]]);
                    if (i + 1 == sizes[s])
                        inferred[method * sizes.Length + s++].P[draw] = Welch.OneSidedP(member, other);
                }
            }
        });
        return inferred;

        int[] Chosen(int count, string purpose, int draw) => Shuffled([.. Enumerable.Range(0, count)], purpose, draw)[..sizes[^1]];
    }

    Deal Score(int[] members, int[] others, string name, int deal)
    {
        members = Shuffled(members, $"dataset inference {name}, halving of members", deal);
        others = Shuffled(others, $"dataset inference {name}, halving of others", deal);
        var (held, heldOthers) = (members[..(members.Length / 2)], others[..(others.Length / 2)]);
        var known = scores.Of([.. held, .. heldOthers]);
        // The minimum is the same for all and left out.
        var scales = Array.ConvertAll(known, column => column.Max() - column.Min() is > 0 and var range ? 1 / range : 0);
        LinearScore[] methods =
            [new(0, scales), LogisticRegression.Fit(known, [.. held.Select(_ => true), .. heldOthers.Select(_ => false)])];
        return new(Tested(members[held.Length..]), Tested(others[heldOthers.Length..]));

        double[][] Tested(int[] rows)
        {
            var columns = scores.Of(rows);
            return Array.ConvertAll(methods, method => method.Of(columns));
        }
    }

    int[] Shuffled(int[] items, string purpose, int draw)
    {
        var shuffled = items.ToArray();
        new Generator(purpose, seed, draw).Choose<int>(shuffled, shuffled.Length);
        return shuffled;
    }

    /// <summary>2, 3, 5, 7, then 10, 15, 20, 30, 50, 70 and tenfold again and again.</summary>
    static IEnumerable<int> Sizes(int most)
    {
        int[] step = [10, 15, 20, 30, 50, 70];
        var sizes = new[] { 2, 3, 5, 7 }.Concat(Enumerable.Range(0, 8).SelectMany(power => step.Select(size => (int)Math.Pow(10, power) * size)));
        return sizes.TakeWhile(size => size <= most);
    }
}

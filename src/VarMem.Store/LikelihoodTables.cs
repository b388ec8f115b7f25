using VarMem.Store.DuckDb;

namespace VarMem.Store;

/// <summary>Writes the rows of images in tables likelihood, membership_score and token_score: by image, then scale, score or token.</summary>
sealed class LikelihoodTables(DuckDbConnection connection, LikelihoodDescription description, int scales)
{
    /// <summary>The tables, each with a column image_id.</summary>
    public static readonly string[] Names = ["likelihood", "membership_score", "token_score"];

    /// <exception cref="ArgumentException">There are not the rows of that many images.</exception>
    public void Require(int images, LikelihoodRows rows)
    {
        Require(images, rows.Scales.Count, scales);
        Require(images, rows.Scores.Count, description.Scores.Count);
        Require(images, rows.Tokens.Count, description.Tokens);
    }

    public void Append(int[] ids, LikelihoodRows rows)
    {
        AppendScales(ids, rows.Scales);
        AppendScores(ids, rows.Scores);
        if (description.Tokens > 0) AppendTokens(ids, rows.Tokens);
    }

    void AppendScales(int[] ids, List<ScaleRow> ofScales)
    {
        using var appender = connection.CreateAppender("likelihood");
        var row = 0;
        foreach (var image in ActivationRows.Ordered(ids))
            for (var scale = 0; scale < scales; scale++)
            {
                var sums = ofScales[image * scales + scale];
                appender.Set<int>(0, row, ids[image]);
                appender.Set<sbyte>(1, row, (sbyte)scale);
                appender.Set<int>(2, row, sums.TokenCount);
                appender.Set<double>(3, row, sums.NllSum);
                appender.Set<double>(4, row, description.Unconditional ? sums.NllUnconditionalSum : null);
                appender.Set<double>(5, row, sums.EntropySum);
                appender.Set<long>(6, row, sums.RankSum);
                appender.Set<int>(7, row, sums.TopCount);
                row = ImageRows.AppendFull(appender, row + 1);
            }
        appender.Append(row);
        appender.Complete();
    }

    void AppendScores(int[] ids, List<double> scores)
    {
        using var appender = connection.CreateAppender("membership_score");
        var (row, count) = (0, description.Scores.Count);
        foreach (var image in ActivationRows.Ordered(ids))
            for (var i = 0; i < count; i++)
            {
                var score = scores[image * count + i];
                if (double.IsNaN(score)) continue;
                appender.Set<int>(0, row, ids[image]);
                appender.SetText(1, row, description.Scores[i]);
                appender.Set<double>(2, row, score);
                row = ImageRows.AppendFull(appender, row + 1);
            }
        appender.Append(row);
        appender.Complete();
    }

    void AppendTokens(int[] ids, List<TokenRow> tokens)
    {
        using var appender = connection.CreateAppender("token_score");
        var row = 0;
        foreach (var image in ActivationRows.Ordered(ids))
            for (var i = 0; i < description.Tokens; i++)
            {
                var token = tokens[image * description.Tokens + i];
                appender.Set<int>(0, row, ids[image]);
                appender.Set<int>(1, row, token.Crop);
                appender.Set<int>(2, row, token.Position);
                appender.Set<sbyte>(3, row, token.Scale);
                appender.Set<int>(4, row, token.Token);
                appender.Set<float>(5, row, token.Nll);
                appender.Set<float>(6, row, description.Unconditional ? token.NllUnconditional : null);
                appender.Set<int>(7, row, token.Rank);
                appender.Set<bool>(8, row, token.Rank == 1);
                appender.Set<float>(9, row, token.Entropy);
                row = ImageRows.AppendFull(appender, row + 1);
            }
        appender.Append(row);
        appender.Complete();
    }

    static void Require(int images, int found, int ofImage)
    {
        if (found != (long)images * ofImage) throw Throw.WrongRowCount(found, images, ofImage);
    }
}

using VarMem.Analysis.Similarity;

namespace VarMem.Analysis.Statistics;

/// <summary>Tables clique and clique_member: the largest cliques of free samples that look alike.</summary>
static class Cliques
{
    public static void Fill(Measurements measured)
    {
        var connection = measured.Connection;
        var pairs = connection.Rows("SELECT generation_id, other_id FROM sample_pair", row => (One: row.GetInt32(0), Other: row.GetInt32(1))).ToLookup(pair => pair.One);
        var classes = connection.Rows(
                "SELECT label, generation_id FROM generation WHERE sample IS NOT NULL AND intervention_id IS NULL ORDER BY label, generation_id",
                row => (Label: row.GetInt32(0), Id: row.GetInt32(1)))
            .GroupBy(sample => sample.Label, sample => sample.Id)
            .Select(samples => Of(samples.Key, [.. samples], pairs)).ToList();
        connection.Append("clique", classes.Select(one => one.Row));
        connection.Append("clique_member", classes.SelectMany(one => one.Members));
    }

    static (object?[] Row, IEnumerable<object?[]> Members) Of(int label, int[] samples, ILookup<int, (int One, int Other)> pairs)
    {
        var places = samples.Index().ToDictionary(sample => sample.Item, sample => sample.Index);
        var joined = samples.SelectMany(sample => pairs[sample]).Select(pair => (places[pair.One], places[pair.Other])).ToArray();
        var clique = MaximumClique.Of(samples.Length, joined);
        return ([label, samples.Length, joined.Length, clique.Count], clique.Count < 2 ? [] : clique.Select(place => new object?[] { label, samples[place] }));
    }
}

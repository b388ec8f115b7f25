using VarMem.Analysis.Statistics;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Interventions;

/// <summary>Takes what interventions did into the database, and computes the result tables behind it.</summary>
public static class InterventionRows
{
    /// <summary>The interventions whose likelihoods are there.</summary>
    public static IReadOnlySet<int> Measured(DuckDbConnection connection) =>
        connection.Rows("SELECT DISTINCT intervention_id FROM intervention_likelihood", row => row.GetInt32(0)).ToHashSet();

    /// <summary>Adds an intervention's likelihoods in one transaction.</summary>
    /// <param name="intervention">Its number.</param>
    /// <param name="images">image_id of each.</param>
    /// <param name="nll">−log p of each, in nats.</param>
    public static void Append(DuckDbConnection connection, int intervention, IReadOnlyList<int> images, IReadOnlyList<double> nll)
    {
        using var transaction = connection.BeginTransaction();
        connection.Append("intervention_likelihood", images.Zip(nll, (image, value) => new object?[] { intervention, image, value }));
        transaction.Commit();
    }

    /// <summary>Computes the result tables of interventions, and the findings, in one transaction.</summary>
    public static void Summarize(DuckDbConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        Analyzer.Renew(connection, "62", "70");
        transaction.Commit();
    }
}

namespace VarMem.Pipeline.Views;

/// <summary>Makes a view of a view.</summary>
public interface ITransformer
{
    /// <summary>The columns that come out where <paramref name="input"/> goes in.</summary>
    /// <exception cref="PipelineException">A column that is needed is missing or of another type.</exception>
    DataViewSchema GetOutputSchema(DataViewSchema input);

    /// <summary>The transformed view; nothing is computed until it is read.</summary>
    IDataView Transform(IDataView input);
}

/// <summary>What becomes a transformer when it has seen a view.</summary>
public interface IEstimator<out TTransformer>
    where TTransformer : ITransformer
{
    /// <inheritdoc cref="ITransformer.GetOutputSchema"/>
    DataViewSchema GetOutputSchema(DataViewSchema input);

    TTransformer Fit(IDataView input);
}

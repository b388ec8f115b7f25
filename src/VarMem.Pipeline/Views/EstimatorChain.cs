namespace VarMem.Pipeline.Views;

/// <summary>Estimators one behind the other: each is fitted to the view that those before it make.</summary>
public sealed class EstimatorChain(IReadOnlyList<IEstimator<ITransformer>> estimators) : IEstimator<TransformerChain>
{
    public IReadOnlyList<IEstimator<ITransformer>> Estimators => estimators;

    public DataViewSchema GetOutputSchema(DataViewSchema input) =>
        estimators.Aggregate(input, (schema, estimator) => estimator.GetOutputSchema(schema));

    public TransformerChain Fit(IDataView input)
    {
        GetOutputSchema(input.Schema);
        var transformers = new List<ITransformer>();
        foreach (var estimator in estimators)
        {
            var transformer = estimator.Fit(input);
            input = transformer.Transform(input);
            transformers.Add(transformer);
        }
        return new TransformerChain(transformers);
    }
}

/// <summary>Transformers one behind the other.</summary>
public sealed class TransformerChain(IReadOnlyList<ITransformer> transformers) : ITransformer
{
    public DataViewSchema GetOutputSchema(DataViewSchema input) =>
        transformers.Aggregate(input, (schema, transformer) => transformer.GetOutputSchema(schema));

    public IDataView Transform(IDataView input) => transformers.Aggregate(input, (view, transformer) => transformer.Transform(view));
}

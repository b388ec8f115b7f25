namespace VarMem.Pipeline.Views;

/// <summary>
/// Computes columns of a row from other columns of the same row. Such a transform has nothing to learn from the data, so it is its own
/// estimator: <c>new LoadImages().Append(new ResizeImages(288))</c>.
/// </summary>
public abstract class RowToRowTransformer : IEstimator<ITransformer>, ITransformer
{
    /// <summary>The columns read, by name and type.</summary>
    protected internal abstract DataViewSchema Inputs { get; }

    /// <summary>The columns made; one that has the name of a column of the input takes its place.</summary>
    protected internal abstract DataViewSchema Outputs { get; }

    /// <summary>The work of one cursor, of which only the columns are asked for that are active.</summary>
    protected internal abstract IRowMapper CreateMapper(DataViewRow input, Func<string, bool> isActive);

    public DataViewSchema GetOutputSchema(DataViewSchema input)
    {
        foreach (var needed in Inputs)
        {
            var found = input[needed.Name];
            if (found.Type != needed.Type) throw Throw.WrongInput(GetType().Name, needed, found);
        }
        return new DataViewSchema.Builder().AddColumns(input).AddColumns(Outputs).ToSchema();
    }

    public ITransformer Fit(IDataView input)
    {
        GetOutputSchema(input.Schema);
        return this;
    }

    public IDataView Transform(IDataView input) => new MappedView(input, this);
}

/// <summary>A transform's work for one cursor, with the buffers that it reuses from row to row.</summary>
public interface IRowMapper : IDisposable
{
    /// <summary>A ValueGetter of the output column's type.</summary>
    Delegate GetGetter(string column);
}

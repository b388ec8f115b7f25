namespace VarMem.Pipeline.Views;

public static class DataViewExtensions
{
    /// <summary>A cursor over the columns of these names.</summary>
    /// <exception cref="PipelineException">There is no such column; the message names those there are.</exception>
    public static DataViewRowCursor GetRowCursor(this IDataView view, params IEnumerable<string> columns) =>
        view.GetRowCursor([.. columns.Select(name => view.Schema[name])]);

    /// <inheritdoc cref="DataViewRow.GetGetter{TValue}"/>
    public static ValueGetter<TValue> GetGetter<TValue>(this DataViewRow row, string column) => row.GetGetter<TValue>(row.Schema[column]);

    /// <summary>Puts an estimator behind those there are.</summary>
    public static EstimatorChain Append(this IEstimator<ITransformer> start, IEstimator<ITransformer> next) =>
        new([.. start is EstimatorChain chain ? chain.Estimators : [start], next]);

    /// <summary>The rows whose image_id satisfies the predicate, which is asked once for each, now; image_ids stay.</summary>
    public static IDataView Where(this IDataView view, Func<int, bool> imageId)
    {
        var kept = new List<bool>();
        using var cursor = view.GetRowCursor(Columns.ImageId);
        var getter = cursor.GetGetter<int>(Columns.ImageId);
        for (var id = 0; cursor.MoveNext();)
        {
            getter(ref id);
            kept.Add(imageId(id));
        }
        return new FilteredView(view, [.. kept]);
    }

    /// <summary>
    /// The same rows in the same order, computed ahead of the reader by <paramref name="workers"/> threads into
    /// <paramref name="capacity"/> row buffers; whatever the numbers, the reader sees the same.
    /// </summary>
    public static IDataView Prefetch(this IDataView view, int workers, int capacity) => new PrefetchedView(view, workers, capacity);
}

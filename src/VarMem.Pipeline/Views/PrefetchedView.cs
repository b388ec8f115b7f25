namespace VarMem.Pipeline.Views;

/// <summary>A view whose rows are computed ahead of the reader by threads of its cursor, and come in the source's order.</summary>
sealed class PrefetchedView : IDataView
{
    readonly IDataView _source;
    readonly int _workers, _capacity;

    public PrefetchedView(IDataView source, int workers, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_source, _workers, _capacity) = (source, workers, capacity);
    }

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded) =>
        new PrefetchCursor(_source, [.. columnsNeeded], _workers, _capacity);
}

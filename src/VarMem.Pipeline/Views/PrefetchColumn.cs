using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace VarMem.Pipeline.Views;

/// <summary>One column's values in the ring of row buffers.</summary>
abstract class PrefetchColumn
{
    public static PrefetchColumn Create(DataViewSchema.Column column, int capacity) =>
        (PrefetchColumn)Activator.CreateInstance(typeof(PrefetchColumn<>).MakeGenericType(column.Type), column, capacity)!;

    /// <summary>Fills a buffer, by its index, with the current row of a worker's cursor.</summary>
    public abstract Action<int> Filler(DataViewRow row);

    /// <summary>The reader's getter.</summary>
    public abstract Delegate Getter(Func<int> current);
}

sealed class PrefetchColumn<T>(DataViewSchema.Column column, int capacity) : PrefetchColumn
{
    readonly T?[] _values = new T?[capacity];
    readonly ExceptionDispatchInfo?[] _failures = new ExceptionDispatchInfo?[capacity];

    public override Action<int> Filler(DataViewRow row)
    {
        var getter = row.GetGetter<T>(column);
        return index =>
        {
            _failures[index] = null;
            try
            {
                getter(ref _values[index]);
            }
            catch (ImageException e)
            {
                _failures[index] = ExceptionDispatchInfo.Capture(e);
            }
        };
    }

    public override Delegate Getter(Func<int> current) => (ValueGetter<T>)(([AllowNull] ref T value) =>
    {
        var index = current();
        _failures[index]?.Throw();
        if (_values[index] is IBuffer<T> buffer) buffer.CopyTo(ref value);
        else value = _values[index]!;
    });
}

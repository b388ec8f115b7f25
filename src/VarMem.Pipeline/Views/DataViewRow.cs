using System.Diagnostics.CodeAnalysis;

namespace VarMem.Pipeline.Views;

/// <summary>
/// Puts the current row's value into <paramref name="value"/>. The caller owns what it passes: a buffer is filled again, its memory
/// reused, and made where it is null; nothing that the caller holds changes when the row does.
/// </summary>
public delegate void ValueGetter<TValue>([AllowNull] ref TValue value);

/// <summary>The values of one row: bind a getter once, call it for every row.</summary>
public abstract class DataViewRow : IDisposable
{
    readonly bool[] _active;

    protected DataViewRow(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        Schema = schema;
        _active = new bool[schema.Count];
        foreach (var column in columnsNeeded)
        {
            if (schema.GetColumnOrNull(column.Name) != column) throw Throw.ForeignColumn(column, schema);
            _active[column.Index] = true;
        }
    }

    public DataViewSchema Schema { get; }

    /// <summary>0-based number of the row in its view; −1 before the first.</summary>
    public abstract long Position { get; }

    public bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    /// <summary>Fails at once, before any row, where the column is not active or its values are of another type.</summary>
    /// <exception cref="PipelineException">See above.</exception>
    public ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (Schema.GetColumnOrNull(column.Name) != column) throw Throw.ForeignColumn(column, Schema);
        if (!IsColumnActive(column)) throw Throw.InactiveColumn(column, Schema.Where(IsColumnActive));
        return column.Type == typeof(TValue) ? (ValueGetter<TValue>)GetGetter(column) : throw Throw.WrongType(column, typeof(TValue));
    }

    /// <summary>The getter of an active column: a ValueGetter of the column's own type.</summary>
    protected internal abstract Delegate GetGetter(DataViewSchema.Column column);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A row that moves through its view, once, from the first to the last.</summary>
public abstract class DataViewRowCursor(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    : DataViewRow(schema, columnsNeeded)
{
    /// <summary>Moves to the next row; false behind the last. Moving computes nothing: the getters do.</summary>
    public abstract bool MoveNext();
}

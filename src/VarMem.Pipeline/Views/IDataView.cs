namespace VarMem.Pipeline.Views;

/// <summary>
/// A table that is computed while it is read: ML.NET's contract, under its names. The schema is known before any row is read, so that a
/// wrong pipeline fails before the first image; rows are computed one at a time, and of a row only the columns asked for.
/// </summary>
/// <remarks>Views are immutable and hold no open files; several cursors may be open on one view, each used by one thread.</remarks>
public interface IDataView
{
    DataViewSchema Schema { get; }

    /// <summary>Number of rows; null where only reading them all would tell.</summary>
    long? GetRowCount();

    /// <summary>A cursor before the first row; columns not among <paramref name="columnsNeeded"/> are not computed.</summary>
    DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded);
}

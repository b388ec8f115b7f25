namespace VarMem.Pipeline.Views;

/// <summary>Some of a view's rows, in their order; which ones is settled when the view is made.</summary>
sealed class FilteredView(IDataView source, bool[] kept) : IDataView
{
    readonly int _count = kept.Count(isKept => isKept);

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => _count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return new Cursor(source.GetRowCursor(needed), needed, kept);
    }

    sealed class Cursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> needed, bool[] kept)
        : DataViewRowCursor(input.Schema, needed)
    {
        long _position = -1;

        public override long Position => _position;

        public override bool MoveNext()
        {
            while (input.MoveNext())
            {
                if (!kept[input.Position]) continue;
                _position++;
                return true;
            }
            return false;
        }

        protected internal override Delegate GetGetter(DataViewSchema.Column column) => input.GetGetter(column);

        protected override void Dispose(bool disposing) => input.Dispose();
    }
}

namespace VarMem.Pipeline.Views;

/// <summary>A view with the columns of a row-to-row transform computed behind those of its source.</summary>
sealed class MappedView(IDataView source, RowToRowTransformer transformer) : IDataView
{
    public DataViewSchema Schema { get; } = transformer.GetOutputSchema(source.Schema);

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        var made = needed.Select(column => column.Name).Where(IsMade).ToHashSet();
        var passed = needed.Select(column => column.Name).Where(name => !IsMade(name));
        if (made.Count > 0) passed = passed.Union(transformer.Inputs.Select(column => column.Name));
        var input = source.GetRowCursor([.. passed.Select(name => source.Schema[name])]);
        return new Cursor(this, needed, input, transformer.CreateMapper(input, made.Contains));
    }

    bool IsMade(string name) => transformer.Outputs.GetColumnOrNull(name) is not null;

    sealed class Cursor(MappedView view, IEnumerable<DataViewSchema.Column> needed, DataViewRowCursor input, IRowMapper mapper)
        : DataViewRowCursor(view.Schema, needed)
    {
        public override long Position => input.Position;

        public override bool MoveNext() => input.MoveNext();

        protected internal override Delegate GetGetter(DataViewSchema.Column column) =>
            view.IsMade(column.Name) ? mapper.GetGetter(column.Name) : input.GetGetter(input.Schema[column.Name]);

        protected override void Dispose(bool disposing)
        {
            mapper.Dispose();
            input.Dispose();
        }
    }
}

using System.Collections;

namespace VarMem.Pipeline.Views;

/// <summary>The columns of a view, in order; names are unique.</summary>
public sealed class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    readonly Column[] _columns;

    DataViewSchema(IEnumerable<Column> columns) => _columns = [.. columns];

    public int Count => _columns.Length;

    public Column this[int index] => _columns[index];

    /// <exception cref="PipelineException">There is no such column; the message names those there are.</exception>
    public Column this[string name] => GetColumnOrNull(name) ?? throw Throw.NoSuchColumn(name, this);

    public Column? GetColumnOrNull(string name) => Array.Find(_columns, column => column.Name == name);

    public IEnumerator<Column> GetEnumerator() => _columns.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(", ", _columns.AsEnumerable());

    /// <summary>A column's name, its position in the schema and the type of its values.</summary>
    public sealed record Column(string Name, int Index, Type Type)
    {
        public override string ToString() => $"{Name} ({TypeName(Type)})";

        internal static string TypeName(Type type) =>
            Nullable.GetUnderlyingType(type) is { } underlying ? TypeName(underlying) + "?"
            : type.GetGenericArguments() is [var argument] ? $"{type.Name[..type.Name.IndexOf('`')]}<{TypeName(argument)}>"
            : type.Name;
    }

    public sealed class Builder
    {
        readonly List<Column> _columns = [];

        public Builder AddColumns(IEnumerable<Column> columns)
        {
            foreach (var column in columns) AddColumn(column.Name, column.Type);
            return this;
        }

        public Builder AddColumn<T>(string name) => AddColumn(name, typeof(T));

        /// <summary>A name that is there already is replaced in its place: the new column hides the old one.</summary>
        public Builder AddColumn(string name, Type type)
        {
            var found = _columns.FindIndex(column => column.Name == name);
            if (found < 0) _columns.Add(new Column(name, _columns.Count, type));
            else _columns[found] = new Column(name, found, type);
            return this;
        }

        public DataViewSchema ToSchema() => new(_columns);
    }
}

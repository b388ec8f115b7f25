using System.Data;
using System.Data.Common;

namespace VarMem.Store.DuckDb;

/// <summary>The columns of the present result.</summary>
public sealed partial class DuckDbDataReader
{
    public override string GetName(int ordinal)
    {
        Column(ordinal);
        return _current!.Names[ordinal];
    }

    /// <summary>The first column of that name, spelled exactly if there is one, else in any case.</summary>
    public override int GetOrdinal(string name)
    {
        var names = _current?.Names ?? [];
        var exact = Array.IndexOf(names, name);
        var found = exact >= 0 ? exact : Array.FindIndex(names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
        return found >= 0 ? found : throw Throw.ColumnNotFound(name, names);
    }

    /// <summary>The type as SQL spells it.</summary>
    public override string GetDataTypeName(int ordinal) => Column(ordinal).TypeName;

    public override Type GetFieldType(int ordinal) => Column(ordinal).ValueType;

    public override DataTable? GetSchemaTable()
    {
        if (_current is null)
            return null;
        var table = new DataTable("SchemaTable");
        table.Columns.Add(SchemaTableColumn.ColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.ColumnOrdinal, typeof(int));
        table.Columns.Add(SchemaTableColumn.ColumnSize, typeof(int));
        table.Columns.Add(SchemaTableColumn.DataType, typeof(Type));
        table.Columns.Add(SchemaTableColumn.AllowDBNull, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsUnique, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsKey, typeof(bool));
        table.Columns.Add("DataTypeName", typeof(string));
        const int unknownSize = -1;
        for (var i = 0; i < FieldCount; i++)
            table.Rows.Add(GetName(i), i, unknownSize, GetFieldType(i), true, false, false, GetDataTypeName(i));
        return table;
    }
}

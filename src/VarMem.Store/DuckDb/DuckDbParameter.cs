using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace VarMem.Store.DuckDb;

/// <summary>A value for <c>$name</c>, or without a name for the next of <c>?</c> and <c>$1</c>. Its type is that of the value.</summary>
public sealed class DuckDbParameter : DbParameter
{
    string _name = "";

    public DuckDbParameter()
    {
    }

    public DuckDbParameter(string name, object? value) => (ParameterName, Value) = (name, value);

    public DuckDbParameter(object? value) => Value = value;

    /// <summary>Without the <c>$</c>, which is taken off.</summary>
    [AllowNull]
    public override string ParameterName { get => _name; set => _name = (value ?? "").TrimStart('$', '@', ':'); }

    public override object? Value { get; set; }

    public override DbType DbType { get; set; } = DbType.Object;

    public override ParameterDirection Direction
    {
        get => ParameterDirection.Input;
        set
        {
            if (value != ParameterDirection.Input)
                throw Throw.ParameterOutput();
        }
    }

    public override bool IsNullable { get; set; } = true;
    public override int Size { get; set; }
    [AllowNull]
    public override string SourceColumn { get; set; } = "";
    public override bool SourceColumnNullMapping { get; set; }

    public override void ResetDbType() => DbType = DbType.Object;
}

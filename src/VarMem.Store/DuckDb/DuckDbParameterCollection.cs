using System.Collections;
using System.Data.Common;

namespace VarMem.Store.DuckDb;

public sealed class DuckDbParameterCollection : DbParameterCollection
{
    readonly List<DuckDbParameter> _parameters = [];

    public override int Count => _parameters.Count;
    public override object SyncRoot => ((ICollection)_parameters).SyncRoot;

    public DuckDbParameter Add(string name, object? value)
    {
        _parameters.Add(new DuckDbParameter(name, value));
        return _parameters[^1];
    }

    public override int Add(object value)
    {
        _parameters.Add((DuckDbParameter)value);
        return _parameters.Count - 1;
    }

    public override void AddRange(Array values) => _parameters.AddRange(values.Cast<DuckDbParameter>());
    public override void Clear() => _parameters.Clear();
    public override bool Contains(object value) => _parameters.Contains(value);
    public override bool Contains(string value) => IndexOf(value) >= 0;
    public override void CopyTo(Array array, int index) => ((ICollection)_parameters).CopyTo(array, index);
    public override IEnumerator GetEnumerator() => _parameters.GetEnumerator();
    public override int IndexOf(object value) => _parameters.IndexOf((DuckDbParameter)value);
    public override int IndexOf(string parameterName) =>
        _parameters.FindIndex(p => p.ParameterName.Equals(parameterName.TrimStart('$', '@', ':'), StringComparison.OrdinalIgnoreCase));
    public override void Insert(int index, object value) => _parameters.Insert(index, (DuckDbParameter)value);
    public override void Remove(object value) => _parameters.Remove((DuckDbParameter)value);
    public override void RemoveAt(int index) => _parameters.RemoveAt(index);
    public override void RemoveAt(string parameterName) => _parameters.RemoveAt(Require(parameterName));
    protected override DbParameter GetParameter(int index) => _parameters[index];
    protected override DbParameter GetParameter(string parameterName) => _parameters[Require(parameterName)];
    protected override void SetParameter(int index, DbParameter value) => _parameters[index] = (DuckDbParameter)value;
    protected override void SetParameter(string parameterName, DbParameter value) =>
        _parameters[Require(parameterName)] = (DuckDbParameter)value;

    /// <summary>The value for a statement's parameter: by name, or for a number the unnamed parameter at that place, from 1.</summary>
    internal object? ValueFor(string name)
    {
        if (IndexOf(name) is >= 0 and var index)
            return _parameters[index].Value;
        var unnamed = _parameters.Where(p => p.ParameterName.Length == 0);
        if (int.TryParse(name, out var position) && unnamed.ElementAtOrDefault(position - 1) is { } parameter)
            return parameter.Value;
        throw Throw.NoParameter(name, _parameters.Select(p => p.ParameterName.Length > 0 ? $"${p.ParameterName}" : "one without a name"));
    }

    int Require(string name) => IndexOf(name) is >= 0 and var index ? index : throw Throw.ParameterNotFound(name);
}

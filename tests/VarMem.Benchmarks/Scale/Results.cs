namespace VarMem.Benchmarks.Scale;

/// <summary>Figures by name, in the order in which they were found; each is said when it is.</summary>
sealed class Results
{
    readonly OrderedDictionary<string, double> _values = [];

    public double this[string key]
    {
        get => _values[key];
        set
        {
            _values[key] = value;
            Console.Error.WriteLine($"{key} {value:0.###}");
        }
    }

    public IEnumerable<KeyValuePair<string, double>> InOrder => _values;
}

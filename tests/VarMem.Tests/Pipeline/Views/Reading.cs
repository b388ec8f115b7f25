using VarMem.Pipeline.Views;

namespace VarMem.Tests.Pipeline.Views;

static class Reading
{
    /// <summary>A column's values, all of them; for values that are not buffers.</summary>
    public static List<T> Column<T>(this IDataView view, string name)
    {
        using var cursor = view.GetRowCursor(name);
        var getter = cursor.GetGetter<T>(name);
        var values = new List<T>();
        T? value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            values.Add(value!);
        }
        return values;
    }

    /// <summary>A vector column's values, each copied.</summary>
    public static List<float[]> Vectors(this IDataView view, string name)
    {
        using var cursor = view.GetRowCursor(name);
        var getter = cursor.GetGetter<VBuffer<float>>(name);
        VBuffer<float>? value = null;
        var values = new List<float[]>();
        while (cursor.MoveNext())
        {
            getter(ref value);
            values.Add(value.GetValues().ToArray());
        }
        return values;
    }
}

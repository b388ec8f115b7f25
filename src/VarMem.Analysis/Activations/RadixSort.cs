namespace VarMem.Analysis.Activations;

/// <summary>Sorts means with the rows they belong to, rising and stable: in three passes over 11 bits each, whatever their order.</summary>
/// <remarks>Floats from 0 on are in the order of their bits, which stand above the row's in one number.</remarks>
sealed class RadixSort(int capacity)
{
    const int Bits = 11, Buckets = 1 << Bits, Passes = 3;

    readonly int[][] _starts = [new int[Buckets], new int[Buckets], new int[Buckets]];
    ulong[] _items = new ulong[capacity], _other = new ulong[capacity];

    public int Count { get; private set; }

    /// <summary>The value of a rank, counted from 0.</summary>
    public float Value(int rank) => BitConverter.UInt32BitsToSingle((uint)(_items[rank] >> 32));

    /// <summary>The row of a rank.</summary>
    public int Row(int rank) => (int)(uint)_items[rank];

    /// <param name="mu">0 or more; its row is the index.</param>
    public void Sort(ReadOnlySpan<float> mu)
    {
        Count = mu.Length;
        var low = _starts[0].AsSpan(0, Buckets);
        var middle = _starts[1].AsSpan(0, Buckets);
        var high = _starts[2].AsSpan(0, Buckets);
        low.Clear();
        middle.Clear();
        high.Clear();
        var items = _items.AsSpan(0, mu.Length);
        for (var row = 0; row < items.Length; row++)
        {
            var key = BitConverter.SingleToUInt32Bits(mu[row]);
            items[row] = (ulong)key << 32 | (uint)row;
            low[(int)(key & Buckets - 1)]++;
            middle[(int)(key >> Bits & Buckets - 1)]++;
            high[(int)(key >> 2 * Bits)]++;
        }
        for (var pass = 0; pass < Passes; pass++)
            Distribute(_starts[pass].AsSpan(0, Buckets), 32 + pass * Bits, mu.Length);
    }

    void Distribute(Span<int> starts, int shift, int count)
    {
        var sum = 0;
        foreach (ref var start in starts)
            (start, sum) = (sum, sum + start);
        var to = _other;
        foreach (var item in _items.AsSpan(0, count))
            to[starts[(int)(item >> shift) & Buckets - 1]++] = item;
        (_items, _other) = (_other, _items);
    }
}

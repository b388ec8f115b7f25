using System.Runtime.InteropServices;

namespace VarMem.Analysis.Activations;

/// <summary>Sorts means with the rows they belong to, rising and stable: in three passes over 11 bits each, whatever their order.</summary>
/// <remarks>Floats from 0 on are in the order of their bits.</remarks>
sealed class RadixSort(int capacity)
{
    const int Bits = 11, Buckets = 1 << Bits, Passes = 3;

    readonly int[] _starts = new int[Passes * Buckets];
    uint[] _keys = new uint[capacity], _otherKeys = new uint[capacity];
    int[] _rows = new int[capacity], _otherRows = new int[capacity];

    /// <summary>The means of the last call, sorted.</summary>
    public ReadOnlySpan<float> Values(int count) => MemoryMarshal.Cast<uint, float>(_keys.AsSpan(0, count));

    /// <summary>Their rows.</summary>
    public ReadOnlySpan<int> Rows(int count) => _rows.AsSpan(0, count);

    /// <param name="mu">0 or more; its row is the index.</param>
    public void Sort(ReadOnlySpan<float> mu)
    {
        Array.Clear(_starts);
        for (var row = 0; row < mu.Length; row++)
        {
            var key = BitConverter.SingleToUInt32Bits(mu[row]);
            (_keys[row], _rows[row]) = (key, row);
            for (var pass = 0; pass < Passes; pass++)
                _starts[pass * Buckets + Digit(key, pass)]++;
        }
        for (var pass = 0; pass < Passes; pass++)
        {
            var starts = _starts.AsSpan(pass * Buckets, Buckets);
            var sum = 0;
            foreach (ref var start in starts)
                (start, sum) = (sum, sum + start);
            for (var i = 0; i < mu.Length; i++)
            {
                var place = starts[Digit(_keys[i], pass)]++;
                (_otherKeys[place], _otherRows[place]) = (_keys[i], _rows[i]);
            }
            (_keys, _otherKeys, _rows, _otherRows) = (_otherKeys, _keys, _otherRows, _rows);
        }
    }

    static int Digit(uint key, int pass) => (int)(key >> pass * Bits) & Buckets - 1;
}

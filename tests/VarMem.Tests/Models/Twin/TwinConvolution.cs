namespace VarMem.Tests.Models.Twin;

static class TwinConvolution
{
    /// <summary>A convolution that keeps the side: zeros all around.</summary>
    public static Picture Conv(this TwinWeights weights, string path, Picture x) =>
        weights.Conv(path, x, x.Side, stride: 1, before: weights.Side($"{path}.weight", 2) / 2);

    /// <summary>Halves the side: stride 2, zeros at the right and the bottom only.</summary>
    public static Picture Downsample(this TwinWeights weights, string path, Picture x) =>
        weights.Conv(path, x, x.Side / 2, stride: 2, before: 0);

    /// <summary>out[o, y, x] = bias[o] + Σ weight[o, i, ky, kx] · in[i, y·stride + ky − before, x·stride + kx − before].</summary>
    static Picture Conv(this TwinWeights weights, string path, Picture input, int side, int stride, int before)
    {
        var (weight, bias, kernel) = (weights[$"{path}.weight"], weights[$"{path}.bias"], weights.Side($"{path}.weight", 2));
        var output = new Picture(bias.Length, side);
        for (var o = 0; o < output.Channels; o++)
        {
            output.Channel(o).Fill(bias[o]);
            for (var i = 0; i < input.Channels; i++)
                for (var ky = 0; ky < kernel; ky++)
                    for (var kx = 0; kx < kernel; kx++)
                        Add(weight[((o * input.Channels + i) * kernel + ky) * kernel + kx], o, i, ky - before, kx - before);
        }
        return output;

        void Add(double factor, int o, int i, int dy, int dx)
        {
            for (var y = 0; y < side; y++)
            {
                var from = y * stride + dy;
                if (from < 0 || from >= input.Side) continue;
                var row = input.Channel(i).Slice(from * input.Side, input.Side);
                var sums = output.Channel(o).Slice(y * side, side);
                for (var x = 0; x < sums.Length; x++)
                {
                    var at = x * stride + dx;
                    if ((uint)at < (uint)row.Length) sums[x] += factor * row[at]; // zeros outside
                }
            }
        }
    }
}

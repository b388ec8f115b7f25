using System.Text.RegularExpressions;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>Files that were valid, changed in one to four places, by what such a file is made of.</summary>
static partial class Mutations
{
    /// <summary>Those of the format's tables, and some that no table has.</summary>
    static readonly byte[] Opcodes =
    [
        .. "(.012IJKLMNQRXabcehijoqrstuBCG)]}PFVlSdg"u8,
        .. Enumerable.Range(0x80, 0x1a).Select(opcode => (byte)opcode),
    ];

    static readonly string[] Numbers =
        ["0", "-1", "1", "2", "4", "8", "21", "2147483648", "9223372036854775807", "9223372036854775808", "1e3", "1.5", "null", "[]"];

    static readonly string[] Texts =
    [
        "\"\"", "\"a\"", "\"module.a\"", "\"F32\"", "\"I8\"", "\"U8\"", "\"BOOL\"", "\"F99\"", "\"dtype\"", "\"shape\"", "\"data_offsets\"",
        "\"\\ud800\"", "\"\\n\"", "\"__metadata__\"", "7", "{}",
    ];

    /// <summary>Opcodes inserted, deleted, doubled, exchanged or changed; lengths and numbers at their extremes.</summary>
    internal static byte[] OfPickle(byte[] pickle, Random random)
    {
        var steps = PickleSteps.Split(pickle);
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var at = random.Next(steps.Count);
            switch (random.Next(7))
            {
                case 0: steps.Insert(at, [Opcodes[random.Next(Opcodes.Length)]]); break;
                case 1 when steps.Count > 1: steps.RemoveAt(at); break;
                case 2: steps.Insert(random.Next(steps.Count), steps[at]); break;
                case 3: (steps[at], steps[^1]) = (steps[^1], steps[at]); break;
                case 4: steps[at] = [Opcodes[random.Next(Opcodes.Length)], .. steps[at].AsSpan(1)]; break;
                case 5: steps[at] = Extreme(steps[at], random); break;
                default: steps.InsertRange(at, steps.GetRange(at, random.Next(1, Math.Min(30, steps.Count - at + 1)))); break;
            }
        }
        return [.. steps.SelectMany(step => step)];
    }

    /// <summary>The JSON's numbers and texts exchanged, its tokens doubled or deleted; sometimes the length in front.</summary>
    internal static byte[] OfSafetensors(string header, byte[] data, Random random)
    {
        var tokens = Token().Matches(header).Select(match => match.Value).ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(tokens.Count);
            switch (random.Next(12))
            {
                case 0: tokens.Insert(at, tokens[random.Next(tokens.Count)]); break;
                case 1: tokens.RemoveAt(at); break;
                case 2: tokens.InsertRange(at, tokens.GetRange(at, random.Next(1, Math.Min(40, tokens.Count - at + 1)))); break;
                default: tokens[at] = Another(tokens[at], random); break;
            }
        }
        var file = SafetensorsTest.File(string.Concat(tokens), data);
        if (random.Next(8) == 0) file[random.Next(8)] = (byte)random.Next(256);
        return file;
    }

    static string Another(string token, Random random) => token[0] switch
    {
        '-' or (>= '0' and <= '9') => Numbers[random.Next(Numbers.Length)],
        '"' => Texts[random.Next(Texts.Length)],
        _ => token + (random.Next(20) == 0 ? token : ""),
    };

    /// <summary>Single bytes changed, a run of them removed or repeated, the end cut off.</summary>
    internal static byte[] OfBytes(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            var run = random.Next(1, Math.Min(40, bytes.Count - at + 1));
            switch (random.Next(6))
            {
                case 0: bytes.RemoveRange(at, run); break;
                case 1: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, run)); break;
                case 2 when random.Next(4) == 0: bytes.RemoveRange(at, bytes.Count - at); break;
                case 3: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 4: bytes[at] = (byte)(random.Next(2) * 255); break;
                default: bytes[at] = (byte)random.Next(256); break;
            }
        }
        return [.. bytes];
    }

    /// <summary>The length or the number behind the opcode, filled with one of 0x00, 0x7f, 0x80, 0xff.</summary>
    static byte[] Extreme(byte[] step, Random random)
    {
        ReadOnlySpan<byte> extremes = [0, 0x7f, 0x80, 0xff];
        var (changed, length) = (step.ToArray(), PickleSteps.LengthBytes(step[0]));
        var end = Math.Min(step.Length, 1 + (length > 0 ? length : 8));
        for (var i = random.Next(1, Math.Max(2, end)); i < end; i++) changed[i] = extremes[random.Next(extremes.Length)];
        return changed;
    }

    [GeneratedRegex("""("[^"]*"|-?[0-9]+|\s+|.)""", RegexOptions.Singleline)]
    private static partial Regex Token();
}

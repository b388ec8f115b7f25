using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace VarMem.Models.Checkpoints;

/// <summary>
/// Python's pickle machine as far as state dicts go: a stack, a memo, and opcodes that make plain values. Nothing is executed:
/// <see cref="PickleGlobals"/> is all that a pickle can call. Values are null, bool, long, <see cref="BigInteger"/>, double, string,
/// byte[], object?[] (tuples), List&lt;object?&gt; (lists, sets) and those of PickleValues.
/// </summary>
/// <remarks>
/// There is no recursion, and an opcode costs no more than its bytes or the values that it takes, so that the length of the pickle bounds
/// the time; the number of values bounds the memory.
/// </remarks>
sealed class Unpickler(string path, byte[] pickle)
{
    /// <summary>Far above any state dict: a tensor takes about thirty, and a large training checkpoint has some thousands.</summary>
    const int MaxValues = 1 << 20;

    readonly PickleBytes _bytes = new(path, pickle);
    readonly List<object?> _stack = [];
    readonly Stack<int> _marks = [];
    readonly Dictionary<uint, object?> _memo = [];
    int _made;

    /// <summary>The stack's height at the last mark: values below are out of reach.</summary>
    int Floor => _marks.TryPeek(out var mark) ? mark : 0;

    internal object? Load()
    {
        for (var opcode = (PickleOpcode)_bytes.UInt8(); opcode != PickleOpcode.Stop; opcode = (PickleOpcode)_bytes.UInt8())
        {
            Step(opcode);
        }
        return Pop();
    }

    void Step(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto: _bytes.UInt8(); break;
            case PickleOpcode.Frame: _bytes.UInt64(); break;

            case PickleOpcode.None: Push(null); break;
            case PickleOpcode.NewTrue: Push(true); break;
            case PickleOpcode.NewFalse: Push(false); break;
            case PickleOpcode.BinInt: Push((long)_bytes.Int32()); break;
            case PickleOpcode.BinInt1: Push((long)_bytes.UInt8()); break;
            case PickleOpcode.BinInt2: Push((long)_bytes.UInt16()); break;
            case PickleOpcode.Long1: Push(Integer(new BigInteger(_bytes.Take(_bytes.UInt8())))); break;
            case PickleOpcode.Long4: Push(Integer(new BigInteger(_bytes.Take(_bytes.UInt32())))); break;
            case PickleOpcode.Int: Push(IntegerText(_bytes.Line())); break;
            case PickleOpcode.Long: Push(IntegerText(_bytes.Line().TrimEnd('L'))); break;
            case PickleOpcode.BinFloat: Push(_bytes.Double()); break;
            case PickleOpcode.ShortBinUnicode: Push(_bytes.Text(_bytes.UInt8())); break;
            case PickleOpcode.BinUnicode: Push(_bytes.Text(_bytes.UInt32())); break;
            case PickleOpcode.BinUnicode8: Push(_bytes.Text(_bytes.UInt64())); break;
            case PickleOpcode.ShortBinBytes: Push(_bytes.Take(_bytes.UInt8()).ToArray()); break;
            case PickleOpcode.BinBytes: Push(_bytes.Take(_bytes.UInt32()).ToArray()); break;
            case PickleOpcode.BinBytes8: Push(_bytes.Take(_bytes.UInt64()).ToArray()); break;
            case PickleOpcode.ByteArray8: Push(_bytes.Take(_bytes.UInt64()).ToArray()); break;

            case PickleOpcode.Mark: Mark(); break;
            case PickleOpcode.PopMark: PopToMark(); break;
            case PickleOpcode.Pop when _stack.Count == Floor && _marks.Count > 0: _marks.Pop(); break;
            case PickleOpcode.Pop: Pop(); break;
            case PickleOpcode.Dup: Push(Top()); break;

            case PickleOpcode.Memoize: Memoize((uint)_memo.Count); break;
            case PickleOpcode.BinPut: Memoize(_bytes.UInt8()); break;
            case PickleOpcode.LongBinPut: Memoize(_bytes.UInt32()); break;
            case PickleOpcode.BinGet: Push(Recall(_bytes.UInt8())); break;
            case PickleOpcode.LongBinGet: Push(Recall(_bytes.UInt32())); break;

            case PickleOpcode.EmptyTuple: Push(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple1: Push(PopMany(1)); break;
            case PickleOpcode.Tuple2: Push(PopMany(2)); break;
            case PickleOpcode.Tuple3: Push(PopMany(3)); break;
            case PickleOpcode.Tuple or PickleOpcode.FrozenSet: Push(PopToMark()); break;
            case PickleOpcode.EmptyList or PickleOpcode.EmptySet: Push(new List<object?>()); break;
            case PickleOpcode.EmptyDict: Push(new PickleDict()); break;
            case PickleOpcode.Append: Append(PopMany(1)); break;
            case PickleOpcode.Appends or PickleOpcode.AddItems: Append(PopToMark()); break;
            case PickleOpcode.SetItem: SetItems(PopMany(2)); break;
            case PickleOpcode.SetItems: SetItems(PopToMark()); break;

            case PickleOpcode.Global: Push(Global(_bytes.Line(), _bytes.Line())); break;
            case PickleOpcode.StackGlobal: StackGlobal(); break;
            case PickleOpcode.BinPersId: Push(PickleGlobals.Storage(Pop()) ?? throw _bytes.Malformed("has a storage that is none")); break;
            case PickleOpcode.Reduce or PickleOpcode.NewObj: Reduce(PopMany(2)); break;
            case PickleOpcode.Inst: Reduce([Global(_bytes.Line(), _bytes.Line()), PopToMark()]); break;
            case PickleOpcode.Obj: ReduceObject(PopToMark()); break;
            case PickleOpcode.Build: Build(); break;

            default: throw _bytes.Malformed($"has opcode 0x{(byte)opcode:x2}, which no state dict needs");
        }
    }

    void Mark()
    {
        if (_marks.Count == MaxValues)
        {
            throw _bytes.Malformed($"sets more than {MaxValues} marks");
        }
        _marks.Push(_stack.Count);
    }

    void Push(object? value)
    {
        if (_made++ == MaxValues)
        {
            throw _bytes.Malformed($"makes more than {MaxValues} values");
        }
        _stack.Add(value);
    }

    object? Pop() => PopMany(1)[0];

    object?[] PopMany(int count)
    {
        if (_stack.Count - count < Floor)
        {
            throw _bytes.Malformed("takes a value where none is");
        }
        return PopFrom(_stack.Count - count);
    }

    object?[] PopToMark() => PopFrom(_marks.TryPop(out var mark) ? mark : throw _bytes.Malformed("looks for a mark where none is"));

    object?[] PopFrom(int start)
    {
        var values = CollectionsMarshal.AsSpan(_stack)[start..].ToArray();
        _stack.RemoveRange(start, values.Length);
        return values;
    }

    object? Top() => _stack.Count > Floor ? _stack[^1] : throw _bytes.Malformed("takes a value where none is");

    T Top<T>() where T : class => Top() as T ?? throw _bytes.Malformed("fills something that takes no items");

    void Memoize(uint key)
    {
        if (_memo.Count == MaxValues)
        {
            throw _bytes.Malformed($"memoizes more than {MaxValues} values");
        }
        _memo[key] = Top();
    }

    object? Recall(uint key) =>
        _memo.TryGetValue(key, out var value) ? value : throw _bytes.Malformed($"recalls value {key}, which was never memoized");

    void Append(object?[] values) => Top<List<object?>>().AddRange(values);

    void SetItems(object?[] values)
    {
        if (values.Length % 2 != 0)
        {
            throw _bytes.Malformed("has a key without a value");
        }
        var items = Top<PickleDict>().Items;
        for (var i = 0; i < values.Length; i += 2)
        {
            items.Add((values[i], values[i + 1]));
        }
    }

    void StackGlobal()
    {
        if (PopMany(2) is not [string module, string name])
        {
            throw _bytes.Malformed("names a global by something that is no text");
        }
        Push(Global(module, name));
    }

    object Global(string module, string name) =>
        PickleGlobals.Find($"{module}.{name}") ?? throw Throw.ForeignGlobal(path, $"{module}.{name}", _bytes.Position);

    /// <summary>Protocol 1's form of a call: the callee and its arguments behind one mark.</summary>
    void ReduceObject(object?[] values) => Reduce(values is [var callee, .. var arguments] ? [callee, arguments] : values);

    void Reduce(object?[] call)
    {
        if (call is not [PickleFunction function, object?[] arguments])
        {
            throw _bytes.Malformed("calls something that cannot be called");
        }
        Push(PickleGlobals.Call(function, arguments) ?? throw _bytes.Malformed($"calls {function.Name} with unknown arguments"));
    }

    /// <summary>Attributes of a state dict, such as <c>_metadata</c>, are dropped.</summary>
    void Build()
    {
        Pop();
        Top<PickleDict>();
    }

    static object Integer(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;

    /// <summary>Protocol 1 writes booleans as 00 and 01.</summary>
    object IntegerText(string text) => text switch
    {
        "00" => false,
        "01" => true,
        // parsing is quadratic, hence the bound
        { Length: < 400 } when BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            => Integer(value),
        _ => throw _bytes.Malformed("has a number that is none"),
    };
}

namespace VarMem.Models.Checkpoints;

/// <summary>A dict or OrderedDict: pairs in file order, not looked up by hash, so that no key needs to be hashable.</summary>
sealed class PickleDict
{
    internal List<(object? Key, object? Value)> Items { get; } = [];

    /// <summary>The value of a key; the last one where the key stands twice, as in Python.</summary>
    internal object? this[string key] => Items.LastOrDefault(item => item.Key is string name && name == key).Value;
}

/// <summary>A function or class that <see cref="PickleGlobals"/> knows.</summary>
sealed record PickleFunction(string Name);

/// <summary>A storage class, such as torch.FloatStorage.</summary>
sealed record StorageClass(ElementType ElementType);

/// <summary>A storage as a pickle declares it: values elsewhere in the archive, under a key.</summary>
sealed record PickledStorage(string Key, ElementType ElementType, long Count);

/// <summary>A tensor as a pickle declares it; nothing of it has been checked against the storage.</summary>
sealed record PickledTensor(PickledStorage Storage, ElementType ElementType, long Offset, long[] Shape, long[] Strides);

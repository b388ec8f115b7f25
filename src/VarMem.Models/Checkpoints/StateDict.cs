namespace VarMem.Models.Checkpoints;

/// <summary>Where the state dict lies in what a .pth file holds: bare, or inside one of the usual wrappers.</summary>
static class StateDict
{
    /// <summary>VAR's training checkpoints hold both models: {'trainer': {'var_wo_ddp': …, 'vae_local': …}, …}.</summary>
    static readonly string[] Parts = ["var_wo_ddp", "vae_local"];

    static readonly string[] Wrappers = ["model", "state_dict"];

    static readonly string[] Prefixes = ["module.", "_orig_mod."];

    /// <summary>The name without what DistributedDataParallel and torch.compile put in front.</summary>
    internal static string PlainName(string name)
    {
        var rest = name.AsSpan();
        for (var stripped = true; stripped;)
        {
            stripped = false;
            foreach (var prefix in Prefixes)
            {
                if (rest.StartsWith(prefix, StringComparison.Ordinal))
                {
                    rest = rest[prefix.Length..];
                    stripped = true;
                }
            }
        }
        return rest.Length == name.Length ? name : rest.ToString();
    }

    /// <summary>The tensors of the state dict, in file order; what else lies in it is passed over.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="root">What was unpickled.</param>
    /// <param name="part">Which model of a training checkpoint; without meaning for a file that holds one model.</param>
    internal static IEnumerable<(string Name, PickledTensor Tensor)> Find(string path, object? root, string? part) =>
        FindDict(path, root as PickleDict ?? throw Throw.NoDict(path), part).Items
            .Where(IsTensor)
            .Select(item => ((string)item.Key!, (PickledTensor)item.Value!));

    static PickleDict FindDict(string path, PickleDict root, string? part)
    {
        if (root["trainer"] is PickleDict trainer && Parts.Where(name => HasTensors(trainer[name])).ToArray() is { Length: > 0 } parts)
        {
            return part is null && parts.Length > 1 ? throw Throw.SeveralParts(path, parts)
                : part is not null && !parts.Contains(part) ? throw Throw.NoSuchPart(path, part, parts)
                : (PickleDict)trainer[part ?? parts[0]]!;
        }
        return Wrappers.Select(name => root[name]).Append(root).FirstOrDefault(HasTensors) as PickleDict
            ?? throw Throw.NoStateDict(path, root.Items.Select(item => item.Key).OfType<string>());
    }

    static bool HasTensors(object? value) => value is PickleDict dict && dict.Items.Any(IsTensor);

    static bool IsTensor((object? Key, object? Value) item) => item is (string, PickledTensor);
}

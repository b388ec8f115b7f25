using System.Text;
using System.Text.RegularExpressions;

namespace VarMem.Models.Onnx;

/// <summary>
/// Chooses hooks by module path. <c>*</c> matches within one part of a path, <c>**</c> across parts, <c>{a,b}</c> alternatives (which may
/// contain dots); <c>!pattern</c> excludes; <c>re:…</c> is a regular expression for the whole path. Several patterns add up. What lies
/// beside a layer's usual output (<c>:pre</c>, <c>:gated</c>) is chosen only by patterns with a colon. In an ONNX file that somebody else
/// exported a slash divides as a dot does, and the name of the node chooses its output too.
/// </summary>
public static class HookPattern
{
    /// <summary>
    /// The layers of the VAR UnitMem report: attention output, hidden and output units of each block's feed-forward network.
    /// </summary>
    public const string Default = "blocks.*.{attn.proj,ffn.fc1,ffn.fc2}";

    /// <summary>The blocks of the tokenizer's encoder, without the convolutions inside.</summary>
    public const string DefaultOfTokenizer = "encoder.{conv_in,down.*.{block,attn}.*,down.*.downsample,mid.*,conv_out}";

    const string Regular = "re:";

    /// <summary>The hooks that the patterns choose, in model order.</summary>
    /// <exception cref="ModelException">A pattern is malformed or matches nothing; the message holds the nearest names.</exception>
    public static IReadOnlyList<Hook> Select(HookableGraph graph, IReadOnlyList<string> patterns) =>
        Select(graph.Hooks, patterns, graph.LeftOut);

    /// <param name="leftOut">Tensors that cannot be hooked: a pattern that matches only such a one says why.</param>
    public static IReadOnlyList<Hook> Select(
        IReadOnlyList<Hook> hooks, IReadOnlyList<string> patterns, IReadOnlyList<UnhookableTensor>? leftOut = null)
    {
        var chosen = new HashSet<string>();
        foreach (var pattern in patterns.Where(p => !p.StartsWith('!'))) chosen.UnionWith(Matching(hooks, pattern, pattern, leftOut));
        if (!patterns.Any(p => !p.StartsWith('!'))) chosen.UnionWith(hooks.Where(hook => !hook.IsBeside).Select(hook => hook.Name));
        foreach (var pattern in patterns.Where(p => p.StartsWith('!'))) chosen.ExceptWith(Matching(hooks, pattern[1..], pattern, leftOut));
        if (chosen.Count == 0) throw Throw.EveryHookExcluded(patterns);
        return [.. hooks.Where(hook => chosen.Contains(hook.Name))];
    }

    static IEnumerable<string> Matching(
        IReadOnlyList<Hook> hooks, string pattern, string asGiven, IReadOnlyList<UnhookableTensor>? leftOut)
    {
        var isRegex = pattern.StartsWith(Regular, StringComparison.Ordinal);
        var text = isRegex ? pattern[Regular.Length..] : pattern;
        var expression = Expression(text, isRegex, asGiven);
        // What lies beside a layer is chosen by a colon, one of (?:…) not counted; what is excluded goes with all beside it.
        var alsoBeside = asGiven.StartsWith('!') || Regex.IsMatch(text, @"(?<!\(\?):");
        var names = hooks
            .Where(hook => (alsoBeside || !hook.IsBeside) && IsMatch(hook.Name, hook.Node))
            .Select(hook => hook.Name).ToArray();
        if (names.Length > 0) return names;
        throw leftOut?.FirstOrDefault(tensor => IsMatch(tensor.Name, tensor.Node)) is { } tensor ? Throw.NotHookable(asGiven, tensor)
            : Throw.NoSuchHook(asGiven, hooks.Select(hook => hook.Name));

        bool IsMatch(string name, string? node) => expression.IsMatch(name) || node is not null && expression.IsMatch(node);
    }

    static Regex Expression(string text, bool isRegex, string asGiven)
    {
        try
        {
            return new Regex($"^(?:{(isRegex ? text : FromGlob(text))})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw Throw.BadHookPattern(asGiven, e.Message);
        }
    }

    static string FromGlob(string glob)
    {
        var expression = new StringBuilder();
        var depth = 0;
        for (var i = 0; i < glob.Length; i++)
        {
            switch (glob[i])
            {
                case '*' when i + 1 < glob.Length && glob[i + 1] == '*': expression.Append(".*"); i++; break;
                case '*': expression.Append(@"[^./]*"); break;
                case '{': expression.Append("(?:"); depth++; break;
                case '}' when depth > 0: expression.Append(')'); depth--; break;
                case ',' when depth > 0: expression.Append('|'); break;
                default: expression.Append(Regex.Escape(glob[i].ToString())); break;
            }
        }
        return depth == 0 ? expression.ToString() : throw new ArgumentException("a { is not closed");
    }
}

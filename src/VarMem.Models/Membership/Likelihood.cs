namespace VarMem.Models.Membership;

/// <summary>What a session tells of the likelihood of an image's tokens.</summary>
public enum Likelihood
{
    None,

    /// <summary>Of each token given the crop's label.</summary>
    Conditional,

    /// <summary>Also given the null class, and of what the label adds: a second pass of the transformer.</summary>
    WithNullClass,
}

namespace VarMem.Pipeline;

/// <summary>An error that a user can mend: the message says all and is one line.</summary>
public class PipelineException(string message) : Exception(message);

/// <summary>One image cannot be used; the others can.</summary>
public sealed class ImageException(string path, string reason) : PipelineException($"{path}: {reason}")
{
    /// <summary>The image's path below the images folder.</summary>
    public string Path => path;

    /// <summary>What is wrong with it, without the path.</summary>
    public string Reason => reason;
}

namespace VarMem.Store;

/// <summary>An error of the database that the user can do something about; its message stands for itself.</summary>
public sealed class StoreException : Exception
{
    internal StoreException(string message, Exception? inner = null) : base(message.ReplaceLineEndings(" "), inner)
    {
    }
}

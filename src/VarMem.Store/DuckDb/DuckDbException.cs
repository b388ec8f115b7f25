using System.Data.Common;

namespace VarMem.Store.DuckDb;

/// <summary>What DuckDB said, and where it helps, what to do about it.</summary>
public sealed class DuckDbException : DbException
{
    internal DuckDbException(string message) : base(message)
    {
    }
}

using System.Data.Common;

namespace VarMem.Store.DuckDb;

public sealed class DuckDbProviderFactory : DbProviderFactory
{
    public static readonly DuckDbProviderFactory Instance = new();

    DuckDbProviderFactory()
    {
    }

    public override DbConnection CreateConnection() => new DuckDbConnection();
    public override DbCommand CreateCommand() => new DuckDbCommand();
    public override DbParameter CreateParameter() => new DuckDbParameter();
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => [];
}

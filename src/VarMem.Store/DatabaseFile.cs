using System.Data.Common;
using VarMem.Store.DuckDb;

namespace VarMem.Store;

/// <summary>Opens the database of a run.</summary>
public static class DatabaseFile
{
    /// <exception cref="StoreException">No such file, or not a database of VarMem.</exception>
    public static DuckDbConnection OpenReadOnly(string file) => OpenExisting(file, "READ_ONLY");

    /// <summary>To add tables to the results of a run.</summary>
    /// <exception cref="StoreException">No such file, or not a database of VarMem, or open elsewhere.</exception>
    public static DuckDbConnection OpenReadWrite(string file) => OpenExisting(file, "READ_WRITE");

    /// <summary>A database that may be new, and then has no tables.</summary>
    internal static DuckDbConnection OpenOrCreate(string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw Throw.FolderMissing(file, folder);
        return Connect(file, "READ_WRITE");
    }

    static DuckDbConnection OpenExisting(string file, string accessMode)
    {
        if (!File.Exists(file))
            throw Throw.DatabaseMissing(file, Neighbours(file));
        var connection = Connect(file, accessMode);
        try
        {
            Schema.Require(connection, file);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    static DuckDbConnection Connect(string file, string accessMode)
    {
        if (Directory.Exists(file))
            throw Throw.DatabaseIsFolder(file);
        var options = new DbConnectionStringBuilder { ["Data Source"] = file, ["Access Mode"] = accessMode };
        var connection = new DuckDbConnection(options.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch (DuckDbException e)
        {
            connection.Dispose();
            throw Throw.CannotOpen(file, e);
        }
    }

    static IEnumerable<string> Neighbours(string file) =>
        Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.duckdb").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)
            : [];
}

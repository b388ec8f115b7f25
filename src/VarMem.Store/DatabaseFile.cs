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

    /// <summary>
    /// Makes a database under another name and gives it its own when it is whole, so that a kill leaves no half-made file there.
    /// </summary>
    internal static void Create(string file, Action<DuckDbConnection> fill)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw Throw.FolderMissing(file, folder);
        if (File.Exists($"{file}.wal"))
            throw Throw.LogAlone(file);
        var draft = $"{file}.new";
        try
        {
            foreach (var leftover in new[] { draft, $"{draft}.wal" })
                File.Delete(leftover);
            using (var connection = Connect(draft, "READ_WRITE"))
                fill(connection);
            File.Move(draft, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Throw.CannotOpen(file, e);
        }
    }

    static DuckDbConnection OpenExisting(string file, string accessMode)
    {
        if (Directory.Exists(file))
            throw Throw.DatabaseIsFolder(file);
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

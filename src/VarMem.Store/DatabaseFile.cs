using System.Data.Common;
using VarMem.Store.DuckDb;

namespace VarMem.Store;

/// <summary>Opens the database of a run.</summary>
public static class DatabaseFile
{
    /// <summary>
    /// Rows that DuckDB compresses together where activations are appended, four times its default: their means fill six of the file's
    /// blocks and a bit, not one and a half, and so take 3.3 bytes and not 4.3. A file does not remember it.
    /// </summary>
    internal const int RowGroupSize = 4 * 122_880;

    /// <summary>The first that has row groups of this size; DuckDB reads it from that version on.</summary>
    const string StorageVersion = "v1.2.0";

    /// <summary>What appending may take: else DuckDB keeps every block that it has written, up to most of the memory. Beyond it, it uses the disk.</summary>
    const string AppendMemory = "100MB";

    /// <exception cref="StoreException">No such file, or not a database of VarMem.</exception>
    public static DuckDbConnection OpenReadOnly(string file) => OpenExisting(file, "READ_ONLY");

    /// <summary>To add tables to the results of a run.</summary>
    /// <exception cref="StoreException">No such file, or not a database of VarMem, or open elsewhere.</exception>
    public static DuckDbConnection OpenReadWrite(string file) => OpenExisting(file, "READ_WRITE");

    /// <summary>To append activations to those of a run.</summary>
    /// <exception cref="StoreException">No such file, or not a database of VarMem, or open elsewhere.</exception>
    internal static DuckDbConnection OpenToAppend(string file) => Required(file, () =>
    {
        var connection = Attach(file, file);
        connection.Run($"SET memory_limit = '{AppendMemory}'");
        return connection;
    });

    /// <summary>
    /// Makes a database under another name and gives it its own when it is whole, in place of one that is there, in one step: whenever the
    /// process ends, there is the old one or the new one.
    /// </summary>
    internal static void Create(string file, Action<DuckDbConnection> fill)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw Throw.FolderMissing(file, folder);
        if (!File.Exists(file) && File.Exists($"{file}.wal"))
            throw Throw.LogAlone(file);
        var draft = $"{file}.new";
        try
        {
            Delete(draft);
            using (var connection = Attach(draft, file))
            {
                fill(connection);
                connection.Run("CHECKPOINT");
            }
            File.Delete($"{file}.wal"); // of the old one: the new one has none, and would take it for its own
            File.Move(draft, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Throw.CannotOpen(file, e);
        }
        finally
        {
            Delete(draft);
        }

        static void Delete(string database)
        {
            File.Delete(database);
            File.Delete($"{database}.wal");
        }
    }

    static DuckDbConnection OpenExisting(string file, string accessMode) => Required(file, () => Connect(file, accessMode));

    static DuckDbConnection Required(string file, Func<DuckDbConnection> open)
    {
        if (Directory.Exists(file))
            throw Throw.DatabaseIsFolder(file);
        if (!File.Exists(file))
            throw Throw.DatabaseMissing(file, Neighbours(file));
        var connection = open();
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

    /// <summary>A database with the row groups of activations; only ATTACH takes their size.</summary>
    /// <param name="file">The database.</param>
    /// <param name="called">The name that errors give it.</param>
    static DuckDbConnection Attach(string file, string called)
    {
        var connection = Connect(":memory:", "AUTOMATIC");
        try
        {
            connection.Run(
                $"ATTACH '{file.Replace("'", "''")}' AS activations (ROW_GROUP_SIZE {RowGroupSize}, STORAGE_VERSION '{StorageVersion}'); USE activations");
            connection.Run($"SET temp_directory = '{file.Replace("'", "''")}.tmp'"); // where DuckDB has it for a file that it opens itself
            connection.Run("SET disabled_compression_methods = 'rle'"); // it wins in no column, and trying it costs a tenth of the append
            return connection;
        }
        catch (DuckDbException e)
        {
            connection.Dispose();
            throw Throw.CannotOpen(called, e);
        }
    }

    static IEnumerable<string> Neighbours(string file) =>
        Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.duckdb").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)
            : [];
}

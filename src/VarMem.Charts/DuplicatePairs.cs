using System.Data.Common;

namespace VarMem.Charts;

/// <summary>The nearest pairs of table duplicate, as a contact sheet and as a table.</summary>
public static class DuplicatePairs
{
    /// <summary>A row for each pair, <paramref name="count"/> at most.</summary>
    public static Rows Table(DbConnection connection, int count) => Rows.Query(connection, SqlFiles.Text("top/duplicate_table.sql"), ("k", count));

    /// <summary>Both images of each beside each other; there must be one.</summary>
    public static ContactSheet Sheet(DbConnection connection, int count, Func<string, byte[]?> thumbnail) =>
        ContactSheet.Of("Near-duplicates", Rows.Query(connection, SqlFiles.Text("top/duplicate_sheet.sql"), ("k", count)), thumbnail);
}

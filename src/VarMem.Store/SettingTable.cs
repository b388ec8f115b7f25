using VarMem.Store.DuckDb;

namespace VarMem.Store;

/// <summary>Table setting.</summary>
public static class SettingTable
{
    /// <summary>A setting's value; null where there is none, or it does not apply.</summary>
    public static string? Setting(this DuckDbConnection connection, string key) =>
        connection.Rows("SELECT value FROM setting WHERE key = ? AND value IS NOT NULL", row => row.GetString(0), key).FirstOrDefault();
}

using VarMem.Pipeline.Numpy;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem;

/// <summary>Activations out of a database, for Python, Spark or another DuckDB.</summary>
static class ActivationExport
{
    /// <summary>Writes a folder of Parquet files that stands on its own.</summary>
    public static void ToParquet(DuckDbConnection connection, string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new UsageException($"{folder}: is not empty; name a new folder");
        var partial = $"{folder.TrimEnd('/', '\\')}.partial";
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        CopyMeans("activation", "mu");
        if (Has("activation_scale")) CopyMeans("activation_scale", "scale, mu");
        if (Has("activation_scale") || Has("likelihood")) Copy("FROM scale ORDER BY scale", "scale.parquet", "");
        if (Has("activation_noise")) CopyMeans("activation_noise", "standard_error");
        foreach (var (table, order) in (ReadOnlySpan<(string, string)>)[("likelihood", "scale"), ("membership_score", "score"), ("token_score", "crop, position")])
            if (Has(table)) Copy($"FROM {table} SEMI JOIN image USING (image_id) ORDER BY image_id, {order}", $"{table}.parquet", "");
        Copy("FROM image ORDER BY image_id", "image.parquet", "");
        if (Has("image_statistic")) Copy("FROM image_statistic ORDER BY image_id", "image_statistic.parquet", "");
        Copy("FROM unit ORDER BY unit_id", "unit.parquet", "");
        if (Directory.Exists(folder)) Directory.Delete(folder);
        Directory.Move(partial, folder);

        bool Has(string table) => connection.Rows($"SELECT 1 FROM {table} LIMIT 1", row => row.GetInt32(0)).Count > 0;

        void CopyMeans(string table, string columns) => Copy(
            $"SELECT image_id, unit_id, unit_index, {columns}, layer.name AS layer FROM {table} JOIN unit USING (unit_id) JOIN layer USING (layer_id) SEMI JOIN image USING (image_id)",
            table, ", PARTITION_BY (layer)");

        void Copy(string sql, string name, string options) => connection.Run($"COPY ({sql}) TO '{Path.Combine(partial, name).Replace("'", "''")}' (FORMAT parquet{options})");
    }

    /// <summary>
    /// Writes one array (images, units) a layer and one (images) a membership score, NaN for an image without; rows in the order of the
    /// array image_id.
    /// </summary>
    public static void ToNpz(DuckDbConnection connection, string file)
    {
        var images = connection.Rows("SELECT image_id FROM image ORDER BY image_id", row => row.GetInt32(0));
        var layers = connection.Rows("SELECT name, first_unit, unit_count FROM layer ORDER BY layer_id", row => (Name: row.GetString(0), First: row.GetInt32(1), Count: row.GetInt32(2)));
        using var npz = new NpzWriter(file);
        var ids = npz.Add<int>("image_id", images.Count);
        ids.Write([.. images]);
        ids.Complete();
        foreach (var layer in layers)
        {
            var array = npz.Add<float>(layer.Name, images.Count, layer.Count);
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT mu FROM activation SEMI JOIN image USING (image_id) WHERE unit_id BETWEEN {layer.First} AND {layer.First + layer.Count - 1} ORDER BY image_id, unit_id";
            using var reader = command.ExecuteReader();
            var row = new float[layer.Count];
            for (var u = 0; reader.Read(); u = (u + 1) % row.Length)
            {
                row[u] = reader.GetFloat(0);
                if (u == row.Length - 1) array.Write(row);
            }
            array.Complete();
        }
        foreach (var score in connection.Rows("SELECT DISTINCT score FROM membership_score ORDER BY score", row => row.GetString(0)))
        {
            var array = npz.Add<double>($"membership_score.{score}", images.Count);
            array.Write([.. connection.Rows(
                "SELECT coalesce(value, 'NaN') FROM image LEFT JOIN (FROM membership_score WHERE score = ?) USING (image_id) ORDER BY image_id",
                row => row.GetDouble(0), score)]);
            array.Complete();
        }
        npz.Complete();
    }
}

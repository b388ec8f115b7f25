using System.Data.Common;
using VarMem.Analysis;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Charts;

/// <summary>
/// An analyzed database in memory with made-up numbers: 200 images, half of them for training, in three classes. The metric scripts make
/// every table; result_tables.sql fills those that are measured or drawn, and scripts that only sum these up run again.
/// </summary>
static class SmallDatabase
{
    static readonly string[] TransformerKinds = ["attn.proj", "ffn.fc1", "ffn.fc2"];
    static readonly string[] TokenizerKinds = [
        "encoder.conv_in", "encoder.conv_out", "encoder.down.attn.qkv", "encoder.down.block.conv1", "encoder.down.block.conv2",
        "encoder.down.block.nin_shortcut", "encoder.down.downsample", "encoder.mid.attn_1", "encoder.mid.block_1", "quant_conv"];

    static readonly string[] SumUp = [
        "12_depth_diversity", "14_class_influence", "18_least_image", "22_held_out_summary", "33_roc", "34_tpr_at_fpr", "36_ground_truth",
        "46_detection", "54_extraction_threshold", "56_precision_recall", "57_extraction_f1", "59_nearest_ratio_score"];

    public static DbConnection Open(int blocks = 6, bool tokenizer = false, bool splits = true)
    {
        var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        Execute(connection, File.ReadAllText(Repository.File("sql/schema.sql")));
        Execute(connection, $"""
            insert into image (image_id, path, class_id, class_name, split, canary, done_at)
            select
                i, 'train/' || i || '.png', i % 3, ['birds', 'fire engine, fire truck & <ladder>', 'cups'][1 + i % 3],
                {(splits ? "if(i < 100, 'train', 'val'), i < 100 and i % 8 = 0" : "null, null")}, now()::timestamp
            from range(200) as r(i)
            """);
        Execute(connection, "insert into setting values ('percentile', '90'), ('rest', 'mean'), ('hooks', '<default>')");
        Execute(connection, "insert into model values ('transformer', 'c0ffee', 310283520, '{}')");
        AddLayers(connection, "transformer", blocks, TransformerKinds);
        if (tokenizer)
            AddLayers(connection, "tokenizer", 4, TokenizerKinds);
        foreach (var script in MetricScripts.All)
            Execute(connection, script.Sql);
        Execute(connection, File.ReadAllText(Repository.File("tests/VarMem.Tests/Charts/result_tables.sql")));
        foreach (var script in MetricScripts.All.Where(script => SumUp.Contains(script.Name)))
            Execute(connection, script.Sql);
        return connection;
    }

    static void AddLayers(DbConnection connection, string part, int blocks, string[] kinds)
    {
        for (var block = 0; block < blocks; block++)
        {
            foreach (var kind in kinds)
            {
                var units = kind == "ffn.fc1" ? 256 : 64;
                Execute(connection, $"""
                    insert into layer
                    select count(*), 'blocks.{block}.{kind}', '{part}', {block}, '{kind}', {units}, coalesce(sum(unit_count), 0) from layer
                    """);
            }
        }
    }

    public static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

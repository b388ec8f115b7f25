using System.Data;
using System.Globalization;
using VarMem.Store.DuckDb;
using VarMem.Store.DuckDb.Native;
using VarMem.Store.DuckDb.Vectors;
using VarMem.Store.Merging;

namespace VarMem.Store;

/// <summary>Every error of this project: what was found, where, what was expected, what to do.</summary>
static class Throw
{
    internal static DuckDbException Sql(string message) => new(Advised(message));

    internal static DuckDbException Open(string file, string message) => new(
        message.Contains("database does not exist")
            ? $"{message} No file '{file}': check the path; only a connection that may write creates a database."
            : Advised(message));

    internal static DuckDbException Configuration(string name, string value) => new(
        $"DuckDB has no configuration option '{name}', or not with the value '{value}'. "
        + "A connection string holds Data Source and DuckDB's own options, such as Access Mode=READ_ONLY;Threads=2.");

    internal static DuckDbException Connect(string file) => new($"DuckDB opened '{file}' but gave no connection to it.");

    internal static InvalidOperationException NotOpen() => new("The connection is closed: call Open first.");

    internal static InvalidOperationException AlreadyOpen() => new("The connection is open: close it first.");

    internal static InvalidOperationException ReaderOpen() => new(
        "A reader is open on this connection and DuckDB streams one result a connection: read it to its end or dispose it first.");

    internal static InvalidOperationException NoConnection() => new("The command has no connection: set Connection first.");

    internal static InvalidOperationException TransactionOpen() => new(
        "The connection has a transaction already, and DuckDB nests none: commit it or roll it back first.");

    internal static InvalidOperationException TransactionOver() => new("The transaction has been committed or rolled back already.");

    internal static NotSupportedException IsolationLevel(IsolationLevel level) => new(
        $"Isolation level {level}: every transaction of DuckDB is a snapshot; ask for Snapshot or for none.");

    internal static NotSupportedException CommandType(CommandType type) => new($"Command type {type}: DuckDB runs SQL text alone.");

    internal static NotSupportedException CommandTimeout(int seconds) => new(
        $"A command timeout of {seconds} s: DuckDB has none; pass a cancellation token, or call Cancel.");

    internal static NotSupportedException ChangeDatabase(string name) => new(
        $"Cannot change to database '{name}' on an open connection: open another, or use ATTACH and USE.");

    internal static InvalidOperationException NoParameter(string name, IEnumerable<string> given) => new(
        $"The statement needs a value for ${name}; given were: {List(given)}.");

    internal static IndexOutOfRangeException ParameterNotFound(string name) => new($"No parameter is named '{name}'.");

    internal static NotSupportedException ParameterType(Type type) => new(
        $"A parameter of type {type} has no counterpart in DuckDB: give a number, text, bytes, date, time, GUID or an array of these.");

    internal static NotSupportedException ParameterOutput() => new("DuckDB has input parameters only.");

    internal static IndexOutOfRangeException ColumnNotFound(string name, IEnumerable<string> columns) => new(
        $"The result has no column '{name}'; it has: {List(columns)}.");

    internal static InvalidOperationException NoRow() => new(
        "The reader stands on no row: call Read first, and go on while it returns true.");

    internal static InvalidCastException NullValue(string column) => new($"Column '{column}' is NULL in this row: ask IsDBNull first.");

    internal static InvalidCastException NoConversion(VectorReader column, Type type) => new(
        $"A value of type {column.TypeName} is not read as {type}, but as {column.ValueType}; cast it in SQL for another.");

    internal static InvalidCastException NullElement(VectorReader element) => new(
        $"A list of {element.TypeName} holds a NULL, which an array of {element.ValueType} cannot: read it with GetValue.");

    internal static OverflowException DoesNotFit<T>(VectorReader column, T value, Type type) => new(
        string.Create(CultureInfo.InvariantCulture, $"The {column.TypeName} {value} does not fit {type}."));

    internal static OverflowException OutOfRange(string typeName, long stored, Type type) => new(
        string.Create(CultureInfo.InvariantCulture, $"The {typeName} stored as {stored} lies outside {type}: cast it to VARCHAR in SQL."));

    internal static OverflowException DecimalTooLong(string typeName) => new(
        $"A {typeName} has more digits than .NET's decimal holds (28): read it as double, or cast it to VARCHAR in SQL.");

    internal static InvalidCastException IntervalWithMonths(DuckDbInterval interval) => new(
        $"{interval} has months, which have no fixed length: read it as {nameof(DuckDbInterval)}, not as TimeSpan.");

    internal static NotSupportedException UnsupportedType(string typeName) => new(
        $"Values of type {typeName} are not read here: cast the column to VARCHAR in SQL.");

    internal static ArgumentException AppenderColumn(string table, int column, TypeId found, Type given) => new(
        $"Column {column} of table '{table}' is of type {found.ToString().ToUpperInvariant()}, which is not written as {given}.");

    internal static InvalidOperationException AppenderOver(string table) => new(
        $"The appender of table '{table}' has been completed or disposed: create another.");

    internal static void IfError(State state, AppenderHandle appender, string table)
    {
        if (state != State.Success)
            throw new DuckDbException($"Appending to table '{table}' failed: {Api.Text(Api.duckdb_appender_error(appender))}");
    }

    internal static void IfError(State state, PreparedHandle prepared)
    {
        if (state != State.Success)
            throw Sql(Api.Text(Api.duckdb_prepare_error(prepared)));
    }

    internal static void IfError(State state, ResultHandle result)
    {
        if (state != State.Success)
            throw Sql(Api.Text(Api.duckdb_result_error(result)));
    }

    internal static StoreException FolderMissing(string file, string folder) => new(
        $"Cannot create the database '{file}': there is no folder '{folder}'. Create it, or give another --db file.");

    internal static StoreException DatabaseIsFolder(string file) => new(
        $"'{file}' is a folder, where a database file was expected: "
        + $"give a file in it, such as '{Path.Combine(file, "activations.duckdb")}'.");

    internal static StoreException DatabaseMissing(string file, IEnumerable<string> neighbours) => new(
        $"There is no database '{file}'; databases in that folder: {List(neighbours)}. Check the path, or make it with varmem extract.");

    internal static StoreException CannotOpen(string file, Exception error)
    {
        var advice = error switch
        {
            UnauthorizedAccessException => Forbidden,
            { Message: var m } when m.Contains("No space left") => " Put that right (is the disk full?) and run the same command again.",
            DuckDbException { Message: var m } when Advice(m) is { Length: > 0 } => "", // it is there
            _ => " Put that right, or give another --db file.",
        };
        return new($"Cannot open the database '{file}': {Sentence(error.Message)}{advice}", error);
    }

    internal static StoreException NotOurDatabase(string file, IEnumerable<string> missing, IEnumerable<string> tables) => new(
        $"'{file}' is no database of this version of VarMem. Missing: {List(missing)}; its tables: {List(tables)}. "
        + "Nothing was changed: give the file of a varmem run, or for a new one another --db file.");

    internal static StoreException LogAlone(string file) => new(
        $"There is no database '{file}', but a log of one beside it: '{file}.wal' may hold committed images. "
        + "Put the database back to its log, or remove the log.");

    internal static StoreException OtherImages(string file, ImageRow known, ImageRow given) => new(
        $"'{file}' was made from other images: image {known.ImageId} is {Described(known)} there and {Described(given)} here. "
        + "Nothing was changed: give another --db file, or the images that this one was made from.");

    static string Described(ImageRow image) =>
        $"{image.Path} (class {image.ClassId?.ToString(CultureInfo.InvariantCulture) ?? "none"}, split {image.Split ?? "none"}, "
        + $"train_repeats {image.TrainRepeats?.ToString(CultureInfo.InvariantCulture) ?? "none"}, "
        + $"canary {image.Canary?.ToString().ToLowerInvariant() ?? "none"})";

    internal static StoreException OtherRun(string file, IReadOnlyCollection<string> differences) => new(
        $"'{file}' was made by another run, and runs are not mixed. {Some(differences)}. "
        + "Nothing was changed: give another --db file, or the settings that this one was made with.");

    internal static StoreException Write(string file, DuckDbException error) => new(
        $"Writing to the database '{file}' failed: {Sentence(error.Message)}"
        + (IsDamage(error.Message) ? "" : " What was written before is kept; put that right (is the disk full?) and run the same command to go on."),
        error);

    internal static StoreException ShardIncomplete(string file, string table, int images, long each, long means) => new(
        $"'{file}' holds {means} rows in table {table} for {images} images; with {each} each, {images * each} were expected. "
        + "It is no shard, or not whole: extract it again, or leave it out with --allow-gaps.");

    internal static StoreException ShardWithoutActivations(string file, string kept) => new(
        $"'{file}' was merged with --keep {kept} and lacks activations, which a merge needs. "
        + "Give the shards that it was merged from, or what --keep all makes of them.");

    internal static StoreException OtherShard(string file, string first, IReadOnlyCollection<string> differences) => new(
        $"'{file}' was made by another run than '{first}', and runs are not merged. {Some(differences)}. "
        + "Give the shards of one run.");

    internal static StoreException OtherShardImage(string file, string first, int id, string path, string known) => new(
        $"'{file}' was made from other images than '{first}': image {id} is {path} there and {known} here. Give the shards of one run.");

    internal static StoreException Overlap(string file, string first, string path, int count) => new(
        $"'{file}' and '{first}' both hold {path}{(count > 1 ? $" and {count - 1} more images" : "")}. "
        + "Give each shard once; --allow-overlap takes an image from the first file that holds it.");

    internal static StoreException OtherDeal(IReadOnlyList<ShardFile> shards)
    {
        var dealt = shards.First(shard => shard.Selected is not null);
        var other = shards.First(shard => shard.Selected != dealt.Selected);
        return new(
            $"'{other.File}' is {Deal(other)}, '{dealt.File}' is {Deal(dealt)}; "
            + "expected shards of one selection, of which it is known what is missing. --allow-gaps merges them as they are.");

        static string Deal(ShardFile shard) => shard switch
        {
            { Number: { } number } => $"shard {number} of {shard.Count} of {shard.Selected} images",
            { Selected: { } selected } => $"a merge of shards of {selected} images",
            _ => "a run that was not dealt to shards",
        };
    }

    internal static StoreException ShardsMissing(IReadOnlyCollection<int> missing, int count) => new(
        $"Of {count} shards {(missing.Count == 1 ? "shard" : "shards")} {Some([.. missing.Select(n => $"{n}")], ", ")} "
        + $"{(missing.Count == 1 ? "is" : "are")} missing. Extract and give them too; --allow-gaps merges what there is.");

    internal static StoreException ImagesMissing(long missing, long selected, IEnumerable<(string File, int Images)> shards) => new(
        $"Of {selected} images {missing} are missing: {Some([.. shards.Select(shard => $"{shard.File} has {shard.Images}")])}. "
        + "Run the extractions that were broken off again; --allow-gaps merges what there is.");

    internal static StoreException NotMerged(string file) => new(
        $"There is a database '{file}', and no merge made it. Nothing was changed: give another --db file, or delete it.");

    internal static StoreException WouldLose(string file, int images) => new(
        $"There is a database '{file}', and {images} of its images are in none of the files to merge. "
        + "Nothing was changed: give the files that have them too, or another --db file, or delete it.");

    internal static StoreException Merge(string file, DuckDbException error) => new(
        $"Merging into '{file}' failed: {Sentence(error.Message)} The shards are as they were; put that right (is the disk full?) and run the same command again.",
        error);

    internal static ArgumentException WrongLength(int length, int images, int units) => new(
        $"{length} activations were given for {images} images; with {units} units each, {(long)images * units} were expected.");

    internal static ArgumentException WrongRowCount(int found, int images, int ofImage) => new(
        $"{found} rows of likelihoods were given for {images} images; with {ofImage} each, {(long)images * ofImage} were expected.");

    internal static ArgumentException LikelihoodMismatch(bool isRecorded) => new(
        isRecorded ? "No likelihoods were given; this run records them." : "Likelihoods were given; this run records none.");

    internal static InvalidOperationException ImageTwice(int imageId) => new(
        $"Image {imageId} is in the database or in this call already: append each image once, and see DoneImages first.");

    const string Forbidden = " Ask for the right to write there, or give another --db file.";

    /// <summary>What DuckDB says, and what to do where its words alone do not tell.</summary>
    static string Advised(string message) => Advice(message) is { Length: > 0 } advice ? Sentence(message) + advice : message;

    static string Advice(string message) => message switch
    {
        _ when message.Contains("attached in read-only mode") => " `varmem sql --write` may change it.",
        _ when message.Contains("Could not set lock") => " It is open in another program: wait for that to end, or give another --db file.",
        _ when message.Contains("not a valid DuckDB database") =>
            " Give a DuckDB database, or a path where no file is yet: this file was left as it is.",
        _ when IsDamage(message) =>
            " The file is cut off or damaged: put a whole copy in its place, or delete it and run varmem extract again.",
        _ when message.Contains("Permission denied") || message.Contains("Operation not permitted") || message.Contains("Read-only file system") =>
            Forbidden,
        // Where a thread of a query fails while its rows are being read, DuckDB stops the others and may report that instead of the failure.
        _ when message.StartsWith("INTERRUPT") => " Unless you stopped it, a part of it failed: `SET threads = 1;` ahead of it shows why.",
        _ => "",
    };

    static bool IsDamage(string message) => message.Contains("Could not read enough bytes") || message.Contains("Corrupt database file");

    static string Sentence(string message) => message[^1] is '.' or '!' ? message : $"{message}.";

    /// <summary>The first dozen.</summary>
    static string Some(IReadOnlyCollection<string> items, string between = "; ")
    {
        const int shown = 12;
        return string.Join(between, items.Take(shown)) + (items.Count > shown ? $"{between}and {items.Count - shown} more" : "");
    }

    static string List(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";
}

using VarMem.Store.DuckDb;

namespace VarMem.Store;

/// <summary>
/// The database that an extraction writes. Every call is one transaction: whenever the process ends, the file holds whole images only,
/// and the same calls go on from there. Not for use by several threads at once.
/// </summary>
public sealed class ActivationStore : IDisposable
{
    /// <summary>
    /// Values that are best appended together, some row groups: what fills one goes straight into the file, what does not into the log
    /// first.
    /// </summary>
    public const int ValuesPerAppend = 8 * DatabaseFile.RowGroupSize;

    readonly string _file;
    readonly DuckDbConnection _connection;
    readonly RunDescription _run;
    readonly ActivationRows _rows;
    readonly LikelihoodTables? _likelihood;
    readonly Dictionary<int, ImageRow> _done;

    ActivationStore(string file, DuckDbConnection connection, RunDescription run)
    {
        (_file, _connection, _run, _rows) = (file, connection, run, new ActivationRows(connection, run));
        if (run.Likelihood is { } likelihood) _likelihood = new LikelihoodTables(connection, likelihood, run.ScaleSides.Count);
        _done = connection.Rows(
            "SELECT image_id, path, class_id, split, train_repeats, canary FROM image",
            row => new ImageRow(
                row.GetInt32(0), row.GetString(1), row.GetFieldValue<int?>(2), Split: row.IsDBNull(3) ? null : row.GetString(3),
                TrainRepeats: row.GetFieldValue<int?>(4), Canary: row.GetFieldValue<bool?>(5))).ToDictionary(image => image.ImageId);
    }

    /// <summary>The hooked layers.</summary>
    public IReadOnlyList<LayerRow> Layers => _run.Layers;

    /// <summary>Bytes of the database file and of its log, into which a transaction goes first.</summary>
    public long BytesWritten => new[] { _file, $"{_file}.wal" }.Select(f => new FileInfo(f)).Where(f => f.Exists).Sum(f => f.Length);

    /// <summary>Creates the database, or opens it to go on with the same run; one without images is any run's.</summary>
    /// <exception cref="StoreException">The file cannot be written, is something else, or was made by another run.</exception>
    public static ActivationStore Open(string file, RunDescription run)
    {
        try
        {
            if (!Path.Exists(file))
                DatabaseFile.Create(file, connection => Describe(connection, run));
            var connection = DatabaseFile.OpenToAppend(file);
            try
            {
                if (connection.Rows("SELECT count(*) FROM image", row => row.GetInt64(0)) is [0]) RunComparison.Rewrite(connection, run);
                else RunComparison.Require(connection, file, run);
                Recover(connection);
                return new ActivationStore(file, connection, run);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (DuckDbException e)
        {
            throw Throw.Write(file, e);
        }
    }

    /// <summary>The images whose activations are in the database; failures are not among them.</summary>
    public IReadOnlySet<int> DoneImages() => _done.Keys.ToHashSet();

    /// <summary>
    /// Refuses a source in which an image of the database has another path, class, split or ground truth; else notes where it lies.
    /// Whether the files' content is still the same is not looked at.
    /// </summary>
    /// <exception cref="StoreException">It is another source; the message names the image, and the database is as it was.</exception>
    public void AcceptSource(IEnumerable<ImageRow> images)
    {
        foreach (var image in images)
            RequireSame(image);
        try
        {
            using var transaction = _connection.BeginTransaction();
            RunComparison.WriteImagesFolder(_connection, _run);
            transaction.Commit();
        }
        catch (DuckDbException e)
        {
            throw Throw.Write(_file, e);
        }
    }

    void RequireSame(ImageRow image)
    {
        if (_done.TryGetValue(image.ImageId, out var known)
            && (known.Path, known.ClassId, known.Split, known.TrainRepeats, known.Canary)
            != (image.Path, image.ClassId, image.Split, image.TrainRepeats, image.Canary))
            throw Throw.OtherImages(_file, known, image);
    }

    /// <summary>Adds images with all their activations, and forgets earlier failures of them.</summary>
    /// <param name="images">Images that are not done yet.</param>
    /// <param name="mu">Mean absolute activations, (images, units).</param>
    /// <param name="scaleMu">
    /// Those of each scale alone (images, S, scaled units), the units of layers with scales one after the other; empty where none are
    /// recorded.
    /// </param>
    /// <param name="standardErrors">Standard errors of mu over the crops (images, units); empty where none are recorded.</param>
    /// <param name="likelihoods">The likelihoods of their tokens; null where none are recorded.</param>
    /// <exception cref="StoreException">The disk is full, or writing failed otherwise: none of these images was added.</exception>
    public void Append(
        IReadOnlyList<ImageRow> images, ReadOnlySpan<float> mu,
        ReadOnlySpan<float> scaleMu = default, ReadOnlySpan<float> standardErrors = default, LikelihoodRows? likelihoods = null)
    {
        if (mu.Length != (long)images.Count * _run.UnitCount)
            throw Throw.WrongLength(mu.Length, images.Count, _run.UnitCount);
        if (scaleMu.Length != (long)images.Count * _rows.ScaleValues)
            throw Throw.WrongLength(scaleMu.Length, images.Count, _rows.ScaleValues);
        if (standardErrors.Length != (long)images.Count * _rows.NoiseValues)
            throw Throw.WrongLength(standardErrors.Length, images.Count, _rows.NoiseValues);
        if (likelihoods is null != _likelihood is null)
            throw Throw.LikelihoodMismatch(_likelihood is not null);
        _likelihood?.Require(images.Count, likelihoods!);
        var ids = images.Select(i => i.ImageId).ToArray();
        foreach (var (id, count) in ids.CountBy(id => id))
        {
            if (count > 1 || _done.ContainsKey(id))
                throw Throw.ImageTwice(id);
        }
        try
        {
            using var transaction = _connection.BeginTransaction();
            _rows.Append(ids, mu);
            _rows.AppendScales(ids, scaleMu);
            _rows.AppendNoise(ids, standardErrors);
            _likelihood?.Append(ids, likelihoods!);
            ImageRows.Append(_connection, images);
            _connection.Run("DELETE FROM failure WHERE image_id IN (SELECT unnest(?))", ids);
            transaction.Commit();
        }
        catch (DuckDbException e)
        {
            throw Throw.Write(_file, e);
        }
        foreach (var image in images)
            _done.Add(image.ImageId, image);
    }

    /// <summary>Notes why an image could not be measured, in place of an earlier reason.</summary>
    public void Fail(int imageId, string path, string reason)
    {
        try
        {
            using var transaction = _connection.BeginTransaction();
            _connection.Run("DELETE FROM failure WHERE image_id = ?", imageId);
            _connection.Run("INSERT INTO failure VALUES (?, ?, ?, ?)", imageId, path, reason, DateTime.UtcNow);
            transaction.Commit();
        }
        catch (DuckDbException e)
        {
            throw Throw.Write(_file, e);
        }
    }

    /// <summary>Moves what is in the log into the database file.</summary>
    public void Checkpoint()
    {
        try
        {
            _connection.Run("CHECKPOINT");
        }
        catch (DuckDbException e)
        {
            throw Throw.Write(_file, e);
        }
    }

    public void Dispose() => _connection.Dispose();

    static void Describe(DuckDbConnection connection, RunDescription run)
    {
        using var transaction = connection.BeginTransaction();
        Schema.Create(connection);
        RunComparison.Write(connection, run);
        transaction.Commit();
    }

    /// <summary>
    /// DuckDB 1.5 replays a log that was cut off within a transaction of more than a row group in part: it keeps the activations and loses
    /// the rest. An image without its row was never committed.
    /// </summary>
    static void Recover(DuckDbConnection connection)
    {
        foreach (var table in (ReadOnlySpan<string>)["activation", "activation_scale", "activation_noise", "image_statistic", .. LikelihoodTables.Names])
            connection.Run($"DELETE FROM {table} WHERE image_id NOT IN (SELECT image_id FROM image)");
    }
}

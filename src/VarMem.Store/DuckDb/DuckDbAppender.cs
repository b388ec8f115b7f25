using System.Text;
using VarMem.Store.DuckDb.Native;

namespace VarMem.Store.DuckDb;

/// <summary>
/// Writes rows into a table a chunk at a time, straight into DuckDB's vectors:
/// fill the spans of <see cref="Column{T}"/>, then <see cref="Append"/>.
/// Rows are there after <see cref="Complete"/>. Disposed without it, none are: the transaction is rolled back,
/// the caller's own if there is one.
/// </summary>
public sealed unsafe class DuckDbAppender : IDisposable
{
    // DuckDB keeps what is appended in memory until a flush, and flushes by itself at 204,800 rows however wide they are.
    const int ValuesPerFlush = 1 << 18;

    readonly DuckDbTransaction _transaction;
    readonly bool _ownsTransaction;
    readonly string _table;
    readonly AppenderHandle _appender;
    readonly ChunkHandle _chunk;
    readonly TypeId[] _types;
    readonly nint[] _vectors;
    int _unflushed;
    bool _isOver;

    internal DuckDbAppender(DuckDbConnection connection, string table)
    {
        _ownsTransaction = connection.Transaction is null;
        _transaction = connection.Transaction ?? connection.BeginTransaction();
        _table = table;
        var state = Api.duckdb_appender_create(connection.Handle, null, table, out _appender);
        try
        {
            Throw.IfError(state, _appender, table);
            _types = new TypeId[Api.duckdb_appender_column_count(_appender)];
            _vectors = new nint[_types.Length];
            _chunk = NewChunk();
        }
        catch
        {
            _chunk = new ChunkHandle();
            _appender.Dispose();
            if (_ownsTransaction)
                _transaction.Dispose();
            throw;
        }
        BindVectors();
    }

    /// <summary>Rows that a chunk holds: 2048.</summary>
    public static int ChunkRows { get; } = (int)Api.duckdb_vector_size();

    /// <summary>
    /// The present chunk's memory of a column, for <see cref="ChunkRows"/> values of the type's storage: DATE is int days since 1970,
    /// TIMESTAMP long microseconds. Valid until <see cref="Append"/>; what stood in it before is undefined.
    /// </summary>
    public Span<T> Column<T>(int column) where T : unmanaged =>
        StorageType(_types[column]) == typeof(T)
            ? new(Api.duckdb_vector_get_data(Vector(column)), ChunkRows)
            : throw Throw.AppenderColumn(_table, column, _types[column], typeof(T));

    /// <summary>Sets a VARCHAR, or with null any column, of a row of the present chunk.</summary>
    public void SetText(int column, int row, string? text)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)ChunkRows, nameof(row));
        if (text is null)
        {
            SetNull(column, row);
            return;
        }
        if (_types[column] != TypeId.Varchar)
            throw Throw.AppenderColumn(_table, column, _types[column], typeof(string));
        var utf8 = Encoding.UTF8.GetBytes(text);
        Api.duckdb_vector_assign_string_element_len(Vector(column), (ulong)row, utf8, (ulong)utf8.Length);
    }

    /// <summary>Sets a value of the present chunk, or NULL.</summary>
    public void Set<T>(int column, int row, T? value) where T : unmanaged
    {
        if (value is { } present)
            Column<T>(column)[row] = present;
        else
            SetNull(column, row);
    }

    public void SetNull(int column, int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)ChunkRows, nameof(row));
        var vector = Vector(column);
        Api.duckdb_vector_ensure_validity_writable(vector);
        Api.duckdb_validity_set_row_invalid(Api.duckdb_vector_get_validity(vector), (ulong)row);
    }

    /// <summary>Appends the first rows of the present chunk and starts a new one.</summary>
    public void Append(int rows)
    {
        if (_isOver)
            throw Throw.AppenderOver(_table);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)ChunkRows, nameof(rows));
        Api.duckdb_data_chunk_set_size(_chunk, (ulong)rows);
        Throw.IfError(Api.duckdb_append_data_chunk(_appender, _chunk), _appender, _table);
        Api.duckdb_data_chunk_reset(_chunk);
        BindVectors();
        _unflushed += rows * _types.Length;
        if (_unflushed < ValuesPerFlush)
            return;
        _unflushed = 0;
        Throw.IfError(Api.duckdb_appender_flush(_appender), _appender, _table);
    }

    /// <summary>Puts the rows into the table, and commits unless the transaction is the caller's.</summary>
    public void Complete()
    {
        if (_isOver)
            throw Throw.AppenderOver(_table);
        Throw.IfError(Api.duckdb_appender_close(_appender), _appender, _table);
        _isOver = true;
        if (_ownsTransaction)
            _transaction.Commit();
    }

    public void Dispose()
    {
        _chunk.Dispose();
        _appender.Dispose();
        if (!_isOver)
            _transaction.Dispose();
        _isOver = true;
    }

    /// <summary>A vector of the present chunk, whose memory is gone when the appender is.</summary>
    nint Vector(int column) => _isOver ? throw Throw.AppenderOver(_table) : _vectors[column];

    ChunkHandle NewChunk()
    {
        var types = new LogicalTypeHandle[_types.Length];
        try
        {
            for (var i = 0; i < types.Length; i++)
            {
                types[i] = Api.duckdb_appender_column_type(_appender, (ulong)i);
                _types[i] = Api.duckdb_get_type_id(types[i]);
            }
            return Api.duckdb_create_data_chunk(Array.ConvertAll(types, t => t.DangerousGetHandle()), (ulong)types.Length);
        }
        finally
        {
            foreach (var type in types)
                type?.Dispose();
        }
    }

    void BindVectors()
    {
        for (var i = 0; i < _vectors.Length; i++)
            _vectors[i] = Api.duckdb_data_chunk_get_vector(_chunk, (ulong)i);
    }

    static Type? StorageType(TypeId type) => type switch
    {
        TypeId.Boolean => typeof(bool),
        TypeId.TinyInt => typeof(sbyte),
        TypeId.SmallInt => typeof(short),
        TypeId.Integer or TypeId.Date => typeof(int),
        TypeId.BigInt or TypeId.Time or TypeId.Timestamp or TypeId.TimestampTz => typeof(long),
        TypeId.UTinyInt => typeof(byte),
        TypeId.USmallInt => typeof(ushort),
        TypeId.UInteger => typeof(uint),
        TypeId.UBigInt => typeof(ulong),
        TypeId.HugeInt => typeof(Int128),
        TypeId.Float => typeof(float),
        TypeId.Double => typeof(double),
        _ => null,
    };
}

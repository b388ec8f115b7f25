namespace VarMem.Store.DuckDb.Native;

/// <summary>duckdb_state</summary>
enum State
{
    Success = 0,
    Error = 1,
}

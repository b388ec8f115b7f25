using System.Runtime.ExceptionServices;

namespace VarMem.Pipeline.Views;

/// <summary>
/// A ring of row buffers between workers and reader. A worker claims the next row, moves a cursor of its own there (moving computes
/// nothing) and fills the row's buffer; row n lies in buffer n mod capacity, which is free when the reader is behind row n − capacity.
/// </summary>
/// <remarks>An ImageException belongs to the value and comes out of its getter; any other comes out of MoveNext at its row.</remarks>
sealed class PrefetchCursor : DataViewRowCursor
{
    readonly IDataView _source;
    readonly DataViewSchema.Column[] _needed;
    readonly Dictionary<string, PrefetchColumn> _columns;
    readonly Slot[] _slots;
    readonly Thread[] _workers;
    readonly object _gate = new();
    long _position = -1;
    long _claimed = -1;
    bool _ended, _stopped;

    public PrefetchCursor(IDataView source, DataViewSchema.Column[] needed, int workers, int capacity)
        : base(source.Schema, needed)
    {
        (_source, _needed) = (source, needed);
        _columns = needed.Distinct().ToDictionary(column => column.Name, column => PrefetchColumn.Create(column, capacity));
        _slots = [.. Enumerable.Range(0, capacity).Select(_ => new Slot())];
        _workers = [.. Enumerable.Range(0, workers).Select(i => new Thread(Work) { IsBackground = true, Name = $"prefetch {i}" })];
        foreach (var worker in _workers) worker.Start();
    }

    public override long Position => _position;

    public override bool MoveNext()
    {
        lock (_gate)
        {
            if (_ended) return false;
            _position++;
            Monitor.PulseAll(_gate);
            var slot = _slots[_position % _slots.Length];
            while (slot.Row != _position) Monitor.Wait(_gate);
            _ended = slot.IsEnd || slot.Failure is not null;
            slot.Failure?.Throw();
            return !_ended;
        }
    }

    protected internal override Delegate GetGetter(DataViewSchema.Column column) =>
        _columns[column.Name].Getter(() => (int)(_position % _slots.Length));

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _stopped = _ended = true;
            Monitor.PulseAll(_gate);
        }
        foreach (var worker in _workers) worker.Join();
    }

    void Work()
    {
        DataViewRowCursor? cursor = null;
        var fillers = new List<Action<int>>();
        for (var ended = false; !ended && Claim() is { } row;)
        {
            var index = (int)(row % _slots.Length);
            var slot = _slots[index];
            try
            {
                if (cursor is null)
                {
                    cursor = _source.GetRowCursor(_needed);
                    foreach (var column in _columns.Values) fillers.Add(column.Filler(cursor));
                }
                while (cursor.Position < row && !slot.IsEnd) slot.IsEnd = !cursor.MoveNext();
                if (!slot.IsEnd) fillers.ForEach(fill => fill(index));
            }
            catch (Exception e)
            {
                slot.Failure = ExceptionDispatchInfo.Capture(e);
            }
            ended = slot.IsEnd || slot.Failure is not null;
            Publish(slot, row);
        }
        cursor?.Dispose();
    }

    /// <summary>The next row that is nobody's, once its buffer is free; null when the reader wants no more.</summary>
    long? Claim()
    {
        lock (_gate)
        {
            if (_stopped) return null;
            var row = ++_claimed;
            while (row - _slots.Length >= Math.Max(_position, 0) && !_stopped) Monitor.Wait(_gate);
            return _stopped ? null : row;
        }
    }

    void Publish(Slot slot, long row)
    {
        lock (_gate)
        {
            slot.Row = row;
            Monitor.PulseAll(_gate);
        }
    }

    sealed class Slot
    {
        /// <summary>The row that is ready here; −1 before the first.</summary>
        public long Row = -1;
        public bool IsEnd;
        public ExceptionDispatchInfo? Failure;
    }
}

using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;

namespace VarMem.Tests.Pipeline.Views;

public class DataViewTest
{
    const string SourceColumns =
        "ImageId (Int32), Path (String), File (ImageFile), Label (Int32?), ClassName (String), Split (String), TrainRepeats (Int32?), Canary (Boolean?)";

    readonly ImageSource _source = new("",
    [
        new(0, "a/1.png", "/none/a/1.png", 0, "a", null, 3, true),
        new(1, "b/2.png", "/none/b/2.png", 1, "b", null, null),
    ]);

    [Fact]
    public void Schema_OfThePipeline_IsKnownBeforeAnyRow()
    {
        var pipeline = new LoadImages().Append(new ResizeImages(40)).Append(new CropImages(new() { Side = 32 }));
        var expected =
            SourceColumns + ", Image (RgbImage), Width (Int32), Height (Int32), Sha256 (String), Crops (VBuffer<Single>)";
        Assert.Equal(expected, pipeline.GetOutputSchema(_source.Schema).ToString());
        Assert.Equal(expected, pipeline.Fit(_source).Transform(_source).Schema.ToString());
        Assert.Equal(2, pipeline.Fit(_source).Transform(_source).GetRowCount());
    }

    [Fact]
    public void Fit_WithoutAColumnNeeded_FailsAtOnce() => Assert.Equal(
        $"There is no column Image; the view has {SourceColumns}.",
        Assert.Throws<PipelineException>(() => new ResizeImages(40).Append(new CropImages(new() { Side = 32 })).Fit(_source)).Message);

    [Fact]
    public void GetRowCursor_OfAMissingColumn_NamesThoseThereAre() => Assert.Equal(
        $"There is no column Crops; the view has {SourceColumns}.",
        Assert.Throws<PipelineException>(() => _source.GetRowCursor(Columns.Crops)).Message);

    [Fact]
    public void GetGetter_OfAnotherType_FailsBeforeAnyRow()
    {
        using var cursor = _source.GetRowCursor(Columns.ImageId);
        Assert.Equal(
            "Column ImageId (Int32) was asked for as Single.",
            Assert.Throws<PipelineException>(() => cursor.GetGetter<float>(Columns.ImageId)).Message);
    }

    [Fact]
    public void GetGetter_OfAnInactiveColumn_Fails()
    {
        using var cursor = _source.GetRowCursor(Columns.ImageId, Columns.Path);
        Assert.True(cursor.IsColumnActive(_source.Schema[Columns.Path]));
        Assert.False(cursor.IsColumnActive(_source.Schema[Columns.Label]));
        Assert.Equal(
            "Column Label (Int32?) was not asked for when the cursor was made; ImageId (Int32), Path (String) were.",
            Assert.Throws<PipelineException>(() => cursor.GetGetter<int?>(Columns.Label)).Message);
    }

    [Fact]
    public void GetGetter_OfAnotherViewsColumn_Fails()
    {
        var column = new LoadImages().Transform(_source).Schema[Columns.Width];
        Assert.Equal(
            $"Column Width (Int32) is of another view; this one has {SourceColumns}.",
            Assert.Throws<PipelineException>(() => _source.GetRowCursor([column])).Message);
    }

    // The files do not exist, so that any column computed of them would fail.
    [Fact]
    public void Cursor_ComputesOnlyActiveColumns()
    {
        var view = new LoadImages().Append(new ResizeImages(40)).Fit(_source).Transform(_source);
        Assert.Equal([0, 1], view.Column<int>(Columns.ImageId));
        using var cursor = view.GetRowCursor(Columns.ImageId, Columns.Image);
        Assert.True(cursor.MoveNext());
        var id = -1;
        cursor.GetGetter<int>(Columns.ImageId)(ref id);
        Assert.Equal(0, id);
    }

    [Fact]
    public void Cursor_MovesOnceThroughTheRows()
    {
        using var cursor = _source.GetRowCursor(Columns.ImageId);
        Assert.Equal(-1, cursor.Position);
        Assert.True(cursor.MoveNext());
        Assert.Equal(0, cursor.Position);
        Assert.True(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Source_GivesEveryColumn()
    {
        Assert.Equal(["a/1.png", "b/2.png"], _source.Column<string>(Columns.Path));
        Assert.Equal(["/none/a/1.png", "/none/b/2.png"], _source.Column<ImageFile>(Columns.File));
        Assert.Equal([0, 1], _source.Column<int?>(Columns.Label));
        Assert.Equal(["a", "b"], _source.Column<string>(Columns.ClassName));
        Assert.Equal([null, null], _source.Column<string?>(Columns.Split));
        Assert.Equal([3, null], _source.Column<int?>(Columns.TrainRepeats));
        Assert.Equal([true, null], _source.Column<bool?>(Columns.Canary));
    }

    [Fact]
    public void Where_KeepsImageIds()
    {
        var view = _source.Where(id => id == 1);
        Assert.Equal([1], view.Column<int>(Columns.ImageId));
        Assert.Equal(1, view.GetRowCount());
        Assert.Empty(view.Where(_ => false).Column<int>(Columns.ImageId));
    }

    [Fact]
    public void VBuffer_KeepsItsMemory()
    {
        var buffer = new VBuffer<float>();
        buffer.Resize(3).Fill(1);
        buffer.Resize(2)[0] = 5;
        Assert.Equal([5, 1], buffer.GetValues().ToArray());
        VBuffer<float>? copy = null;
        buffer.CopyTo(ref copy);
        buffer.Resize(2).Clear();
        Assert.Equal([5, 1], copy.GetValues().ToArray());
    }
}

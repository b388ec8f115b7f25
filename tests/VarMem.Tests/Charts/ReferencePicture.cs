namespace VarMem.Tests.Charts;

/// <summary>
/// Pictures of tests/reference/charts. What is drawn is kept beside the test program: to be looked at, and copied there if right.
/// </summary>
static class ReferencePicture
{
    public static void RequireEqual(string file)
    {
        var kept = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(file));
        File.Copy(file, kept, overwrite: true);

        var drawn = Png.Read(file);
        var expected = Png.Read(Repository.File("tests", "reference", "charts", Path.GetFileName(file)));
        Assert.Equal((expected.Width, expected.Height), (drawn.Width, drawn.Height));
        var difference = drawn.DifferenceTo(expected);
        Assert.True(difference < 0.1, $"{kept} differs from the reference by {difference:F3} levels of 255 on average.");
    }
}

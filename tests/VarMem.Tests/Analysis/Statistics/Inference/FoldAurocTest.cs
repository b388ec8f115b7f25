using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis.Statistics.Inference;

namespace VarMem.Tests.Analysis.Statistics.Inference;

public class FoldAurocTest
{
    /// <summary>Over all pairs of a fold, each image as often as it counts.</summary>
    [Fact]
    public void Of_EqualsAllPairs()
    {
        var image = from prediction in Gen.Choose(0, 4)
                    from isPositive in Gen.Elements(true, false)
                    from fold in Gen.Choose(0, 2)
                    from times in Gen.Choose(0, 3)
                    select (Prediction: (double)prediction, IsPositive: isPositive, Fold: fold, Times: times);
        Prop.ForAll(image.ArrayOf().ToArbitrary(), images =>
        {
            var pairs = (
                from high in images
                from low in images
                where high.IsPositive && !low.IsPositive && high.Fold == low.Fold
                select (Count: high.Times * low.Times, Won: high.Prediction > low.Prediction ? 1 : high.Prediction == low.Prediction ? 0.5 : 0)).ToList();
            var all = pairs.Sum(pair => pair.Count);
            var expected = all > 0 ? pairs.Sum(pair => pair.Count * pair.Won) / all : double.NaN;
            var found = new FoldAuroc(
                [.. images.Select(i => i.Prediction)], [.. images.Select(i => i.IsPositive)], [.. images.Select(i => i.Fold)])
                .Of([.. images.Select(i => i.Times)]);
            Assert.Equal(expected, found, 12);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }
}

using VarMem.Models.Checkpoints;
using VarMem.Tests.Models.Checkpoints;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.Models.Var;

/// <summary>The ways in which one and the same network lies in a file.</summary>
static class Layouts
{
    public const string Transformer = "var_wo_ddp", Tokenizer = "vae_local";

    /// <summary>Each writes the part of a model that is named, or a file with that part among others.</summary>
    static readonly Dictionary<string, Action<string, MadeUpModel, string>> All = new()
    {
        ["bare"] = (file, model, part) => MadeUpFile.WriteTorch(file, Tensors(model, part)),
        ["module."] = (file, model, part) => MadeUpFile.WriteTorch(file, Prefixed("module.", Tensors(model, part))),
        ["_orig_mod.module."] = (file, model, part) => MadeUpFile.WriteTorch(file, Prefixed("_orig_mod.module.", Tensors(model, part))),
        ["{model}"] = (file, model, part) => MadeUpFile.WriteTorch(
            file, [Tensors(model, part)], dicts => Pickle.Dict(("epoch", Pickle.Int(9)), ("model", dicts[0]), ("args", Pickle.None))),
        ["{trainer}"] = (file, model, _) => MadeUpFile.WriteTorch(
            file, [Prefixed("module.", Tensors(model, Transformer)), Tensors(model, Tokenizer)],
            dicts => TrainingCheckpoint.Of(dicts[0], dicts[1])),
        ["float32"] = (file, model, part) => MadeUpFile.WriteSafetensors(file, Tensors(model, part)),
        ["float16"] = (file, model, part) => MadeUpFile.WriteSafetensors(file, Tensors(model, part), floats: ElementType.Float16),
        ["bfloat16"] = (file, model, part) => MadeUpFile.WriteSafetensors(file, Tensors(model, part), floats: ElementType.BFloat16),
    };

    /// <summary>Every small model in every layout, for theories.</summary>
    public static TheoryData<string, string> OfSmallModels
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var model in SmallModels.All.Keys)
                foreach (var layout in All.Keys) data.Add(model, layout);
            return data;
        }
    }

    /// <summary>Writes the part of a small model and opens it.</summary>
    public static Checkpoint Open(TempFolder temp, string model, string layout, string part)
    {
        var file = temp.File("it");
        All[layout](file, SmallModels.All[model], part);
        return Checkpoint.Open(file, part);
    }

    static IEnumerable<MadeUpTensor> Tensors(MadeUpModel model, string part) =>
        part == Tokenizer ? model.TokenizerTensors : model.TransformerTensors;

    static IEnumerable<MadeUpTensor> Prefixed(string prefix, IEnumerable<MadeUpTensor> tensors) =>
        tensors.Select(tensor => tensor with { Name = prefix + tensor.Name });
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using VarMem.Models.Checkpoints;
using VarMem.Models.Var;

namespace VarMem.Models;

/// <summary>Built models and model.json.</summary>
static partial class Throw
{
    // ---- model folders

    [DoesNotReturn]
    internal static ModelException NoModelFolder(string path) => throw new ModelException(
        $"{path}: no such folder; expected a model: model.onnx (made by `varmem model build`) or two checkpoints.");

    [DoesNotReturn]
    internal static ModelException NotBuilt(string path, string missing) => throw new ModelException(
        $"{path}: holds no {missing}; make one with `varmem model build --vqvae FILE --var FILE --out DIR`.");

    [DoesNotReturn]
    internal static ModelException GraphChanged(string path, string file) => throw new ModelException(
        $"{path}: {file} is not the one that model.json describes (SHA-256 differs); build the model again.");

    [DoesNotReturn]
    internal static ModelException NoDecoder(string path, ModelDescription model) => throw new ModelException(
        model.Transformer is null
            ? $"{path}: has no transformer, which generates the tokens; build a model with `varmem model build --vqvae FILE --var FILE`."
            : $"{path}: cannot make pictures of tokens, since {model.Tokenizer.Checkpoint} held no decoder (decoder.* and post_quant_conv); "
                + "build the model from a tokenizer's whole checkpoint.");

    [DoesNotReturn]
    internal static ModelException WeightsChanged(string file, long found, long expected) => throw new ModelException(
        $"{file}: has {found} bytes; model.json expects {expected}; build the model again.");

    [DoesNotReturn]
    internal static ModelException NoGraph(string file, string reason) => throw new ModelException(
        $"{file}: is no ONNX graph ({Shown(reason)}); build the model again.");

    [DoesNotReturn]
    internal static ModelException CannotWriteModel(string folder, Exception cause) => throw new ModelException(
        $"{folder}: the model cannot be written there ({Shown(cause.Message)}).", cause);

    [DoesNotReturn]
    internal static ModelException CheckpointsNotFound(string path, string? vqvae, string? var) => throw new ModelException(
        $"{path}: holds {(vqvae is null ? "no tokenizer" : $"the tokenizer {Path.GetFileName(vqvae)}")} and "
        + $"{(var is null ? "no transformer" : $"the transformer {Path.GetFileName(var)}")}; "
        + "expected one checkpoint (.pth or .safetensors) of each, "
        + (ModelFolder.IsBuilt(path) ? "beside or instead of the built model." : "or a built model.onnx."));

    [DoesNotReturn]
    internal static ModelException SeveralCheckpoints(string path, string kind, IEnumerable<string> files) => throw new ModelException(
        $"{path}: holds several {kind}: {List(files.Select(file => Path.GetFileName(file)))}; "
        + "name the two meant with `varmem model build --vqvae FILE --var FILE --out DIR`.");

    [DoesNotReturn]
    internal static ModelException FolderInUse(string folder, string[] found) => throw new ModelException(
        $"{folder}: holds {List(found)}; expected an empty folder, one that is not there yet, or an untrained model to be written anew.");

    // ---- model.json

    [DoesNotReturn]
    internal static ModelException ImageSizeNotDivisible(long size, int downsampling) => throw new ModelException(
        $"image_size {size} does not fit the tokenizer, which makes one position of {downsampling} pixels a side; choose a multiple of {downsampling}.");

    [DoesNotReturn]
    internal static ModelException BadDescription(string file, JsonException cause) => throw new ModelException(
        $"{file}: is no valid description of a built model ({Where(cause)}); build the model again.", cause);

    [DoesNotReturn]
    internal static ModelException DescriptionChanged(string file, string key, long found, long expected) => throw new ModelException(
        $"{file}: {key} is {found}, but {expected} in the graph beside it; correct it, or build the model again.");

    [DoesNotReturn]
    internal static ModelException NoFacts(string file) => throw new ModelException(
        $"{file}: no such file; expected JSON with some of image_size, resize_ratio, patch_nums, heads, class_names.");

    [DoesNotReturn]
    internal static ModelException BadFacts(string file, JsonException cause) => throw new ModelException(
        $"{file}: is no JSON with image_size, resize_ratio, patch_nums, heads, class_names ({Where(cause)}).", cause);

    [DoesNotReturn]
    internal static ModelException FactsAreNoObject(string file) => throw new ModelException(
        $"{file}: is no JSON object; expected {{…}} with some of image_size, resize_ratio, patch_nums, heads, class_names.");

    [DoesNotReturn]
    internal static ModelException UnknownFact(string file, string key, string[] known) => throw new ModelException(
        $"{file}: has the key {Shown(key)}, which means nothing there; expected some of {List(known)}; "
        + $"nearest: {Nearest.To(key, known).FirstOrDefault() ?? known[0]}.");

    [DoesNotReturn]
    internal static ModelException BadFact(string file, string key, string found, string expected) => throw new ModelException(
        $"{file}: {key} is {Shown(found)}; expected {expected}.");

    [DoesNotReturn]
    internal static ModelException WrongImageSize(string? file, int claimed, long actual, int lastSide, int downsampling) =>
        throw new ModelException($"{file ?? "model.json"}: image_size is {claimed}, but the last scale's side {lastSide} times the "
            + $"tokenizer's downsampling {downsampling} is {actual}; correct it, or leave it away.");

    [DoesNotReturn]
    internal static ModelException WrongClassNames(string? file, int found, string checkpoint, int expected) => throw new ModelException(
        $"{file ?? "model.json"}: class_names has {found} names, but {checkpoint} has {expected} classes; "
        + "name each, or leave class_names away.");
}

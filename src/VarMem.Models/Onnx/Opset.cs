using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx;

static class Opset
{
    /// <summary>Version of the standard operations; one that nothing else forbids where the model uses none.</summary>
    public static long StandardOpset(this ModelProto model)
    {
        if (model.OpsetImport.FirstOrDefault(set => set.Domain is "" or "ai.onnx") is { } given) return given.Version;
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = GraphBuilder.Opset });
        return GraphBuilder.Opset;
    }
}

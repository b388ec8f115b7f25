namespace VarMem.Tests.Models.Checkpoints;

/// <summary>What VAR's training saves around the two state dicts, pickled.</summary>
static class TrainingCheckpoint
{
    internal static byte[] Of(byte[] transformer, byte[] tokenizer) => Pickle.Dict(
        ("epoch", Pickle.Int(3)),
        ("iter", Pickle.Int(0)),
        ("trainer", Pickle.Dict(
            ("config", Pickle.Dict(("patch_nums", Pickle.Longs(1, 2)), ("prog_it", Pickle.Int(0)), ("first_prog", Pickle.False))),
            ("var_wo_ddp", transformer),
            ("vae_local", tokenizer),
            ("var_opt", Pickle.Dict(("optimizer", Pickle.Dict(("state", transformer), ("param_groups", Pickle.Op(']')))))))),
        ("args", Pickle.Dict(("depth", Pickle.Int(16)), ("exp_name", Pickle.Text("it")), ("seed", Pickle.None))));
}

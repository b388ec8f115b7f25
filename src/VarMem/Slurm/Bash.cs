namespace VarMem.Slurm;

/// <summary>Words as bash reads them back.</summary>
static class Bash
{
    const string Plain = "_./:=,@%+-";

    /// <summary>The word itself where bash takes it as it stands, else between apostrophes.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c)) ? word : $"'{word.Replace("'", @"'\''")}'";

    public static string Array(IEnumerable<string> words) => $"({string.Join(' ', words.Select(Quoted))})";
}

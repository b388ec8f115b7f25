using System.CommandLine;
using VarMem.Commands;
using VarMem.Terminal;

var root = new RootCommand("Finds what a visual autoregressive (VAR) image model has memorized: which units, which layers, which images.")
{
    RunCommand.Create(),
    ModelCommand.Create(),
    HooksCommand.Create(),
    ExtractCommand.Create(),
    MergeCommand.Create(),
    AnalyzeCommand.Create(),
    SqlCommand.Create(),
    ChartCommand.Create(),
    TopCommand.Create(),
    CompareCommand.Create(),
    MembershipCommand.Create(),
    GenerateCommand.Create(),
    ExtractionCommand.Create(),
    DuplicatesCommand.Create(),
    InterveneCommand.Create(),
    ReportCommand.Create(),
    ExportCommand.Create(),
    SlurmCommand.Create(),
    DoctorCommand.Create(),
};
return await CommandLine.Run(root, args);

using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>Pastes blocks into the <c>Program.cs</c> of an empty web project with the two lines of Getting started.</summary>
/// <remarks>
/// A block that declares <c>builder</c> is the whole program, and a block that declares <c>app</c> replaces the two lines. Otherwise, the
/// statements up to the last use of <c>builder</c> are inserted before <c>builder.Build()</c>, all others before <c>app.Run()</c>, and
/// types at the end of the file.
/// </remarks>
internal sealed class PastedProgram
{
    private const string AddSessions = "builder.Services.AddTypedSessions().UseMemory();";
    private const string UseSessions = "app.UseTypedSessions();";

    private readonly List<string> _usings = [];
    private readonly Dictionary<string, string> _types = [];
    private readonly List<string> _services = [AddSessions];
    private readonly List<string> _pipeline = [UseSessions];
    private readonly List<string> _end = ["app.Run();"];
    private string _builder = "var builder = WebApplication.CreateBuilder(args);";

    public void Paste(string code)
    {
        var block = CSharpSyntaxTree.ParseText(code, ProjectCompiler.Language).GetCompilationUnitRoot();
        _usings.AddRange(block.Usings.Select(static directive => directive.ToString()).Except(_usings));
        foreach (var type in block.Members.OfType<BaseTypeDeclarationSyntax>())
        {
            _types[type.Identifier.Text] = type.ToFullString();
        }

        PasteStatements([.. block.Members.OfType<GlobalStatementSyntax>().Select(static member => member.Statement)]);
    }

    public override string ToString()
        => string.Join('\n', [.. _usings, _builder, .. _services, "var app = builder.Build();", .. _pipeline, .. _end, .. _types.Values]);

    private void PasteStatements(StatementSyntax[] statements)
    {
        var builder = Array.FindIndex(statements, static statement => Declares(statement, "builder"));
        if (builder >= 0)
        {
            _builder = statements[builder].ToFullString();
            _services.Clear();
            _pipeline.Clear();
            _end.Clear();
        }

        var app = Array.FindIndex(statements, static statement => Declares(statement, "app"));
        if (app >= 0)
        {
            _services.Remove(AddSessions);
            _pipeline.Remove(UseSessions);
        }

        var services = app >= 0 ? app : Array.FindLastIndex(statements, static statement => Uses(statement, "builder")) + 1;
        _services.AddRange(Print(statements[(builder + 1)..services]));
        PasteIntoPipeline(app >= 0 ? statements[(app + 1)..] : statements[services..]);
    }

    private void PasteIntoPipeline(StatementSyntax[] statements)
    {
        var end = Array.FindIndex(statements, static statement => statement.ToString() == "app.Run();");
        if (end >= 0)
        {
            _end.Clear();
            _end.AddRange(Print(statements[end..]));
        }

        _pipeline.AddRange(Print(end >= 0 ? statements[..end] : statements));
    }

    private static IEnumerable<string> Print(StatementSyntax[] statements)
        => statements.Select(static statement => statement.ToFullString());

    private static bool Declares(StatementSyntax statement, string name)
        => statement is LocalDeclarationStatementSyntax local
            && local.Declaration.Variables.Any(variable => variable.Identifier.Text == name);

    private static bool Uses(StatementSyntax statement, string name)
        => statement.DescendantNodes().OfType<IdentifierNameSyntax>().Any(identifier => identifier.Identifier.Text == name);
}

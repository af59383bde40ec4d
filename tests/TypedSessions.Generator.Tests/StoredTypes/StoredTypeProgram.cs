using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.StoredTypes;

/// <summary>
/// A program with a session property for each row of <see cref="StoredTypeTable"/>. It sets each property and reads it in a later request.
/// </summary>
internal sealed class StoredTypeProgram
{
    private const string Read = """

        public static class Program
        {
            public static object?[][] Run() => [@calls];

            private static object?[] Set(Action set, Func<object?> read, object? value)
            {
                try
                {
                    set();
                }
                catch (InvalidOperationException exception)
                {
                    return [value, exception];
                }

                return [value, read()];
            }

            private static T Open<T>(ISession session)
                where T : class, ISessionModel<T>
                => T.Open(session);
        }
        """;

    private readonly object?[][] _results;
    private readonly ILookup<int, string> _rules;

    private StoredTypeProgram(object?[][] results, ILookup<int, string> rules)
    {
        _results = results;
        _rules = rules;
    }

    public static async Task<StoredTypeProgram> RunAsync()
    {
        var project = AnalyzerTestProject.Compile(
            LanguageVersion.CSharp13,
            [
                string.Concat(StoredTypeTable.Rows.Select(Model).Prepend(StoredTypeSamples.Usings)),
                StoredTypeSamples.Usings + StoredTypeSamples.Types,
                StoredTypeSamples.Usings + StoredTypeSamples.Values + Read.Replace(
                    "@calls", string.Join(",\n", StoredTypeTable.Rows.Select(Call))),
            ]);
        var found = await AnalyzerTestProject.Analyze(project);
        return new(Run(project), found.Where(IsInModels).ToLookup(GetLine, static diagnostic => diagnostic.Id));
    }

    /// <summary>Returns the value that was set and the value that was read, or the exception of the setter.</summary>
    public (object? Value, object? Read) GetResult(int row) => (_results[row][0], _results[row][1]);

    public IEnumerable<string> GetRules(int row) => _rules[StoredTypeSamples.Usings.Count(static character => character == '\n') + row];

    private static string Model(StoredTypeRow row, int index)
        => $"[SessionModel(Prefix = \"{index}.\")] public partial class Model{index} "
            + $"{{ [SessionProperty] public partial {Nullable(row.Type)} Value {{ get; set; }} }}\n";

    private static string Nullable(string type) => type.EndsWith('?') ? type : type + "?";

    private static string Call(StoredTypeRow row, int index)
    {
        if (row.Outcome is StoredTypeOutcome.Refused)
        {
            return "[null, null]";
        }

        return $$"""
            new Func<object?[]>(() =>
            {
                var model = new Model{{index}}();
                {{row.Type}} value = {{row.Value}};
                return Set(() => model.Value = value, () => Open<Model{{index}}>(model.Session).Value, value);
            })()
            """;
    }

    private static object?[][] Run(CSharpCompilation project)
    {
        using var assembly = new MemoryStream();
        var emitted = project.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(
            emitted.Success, string.Join('\n', emitted.Diagnostics.Where(static problem => problem.Severity is DiagnosticSeverity.Error)));

        assembly.Position = 0;
        var context = new AssemblyLoadContext(name: null, isCollectible: true);
        return (object?[][])context.LoadFromStream(assembly).GetType("Program")!.GetMethod("Run")!.Invoke(null, null)!;
    }

    private static bool IsInModels(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath == "Source0.cs";

    private static int GetLine(Diagnostic diagnostic) => diagnostic.Location.GetLineSpan().StartLinePosition.Line;
}

using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.CodeFixes;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>A user's project as in an editor: a workspace with documents and the generator.</summary>
internal sealed class CodeFixProject
{
    private readonly Project _project;
    private readonly ImmutableDictionary<string, string> _buildProperties;
    private readonly Dictionary<string, Task<ImmutableArray<Diagnostic>>> _found = [];

    private CodeFixProject(Project project, ImmutableDictionary<string, string> buildProperties)
        => (_project, _buildProperties) = (project, buildProperties);

    /// <summary>All code fixes of the package.</summary>
    public static ImmutableArray<CodeFixProvider> Providers { get; } =
    [
        .. typeof(SessionCodeFix).Assembly.GetTypes()
            .Where(static type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
            .OrderBy(static type => type.Name, StringComparer.Ordinal)
            .Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    /// <summary>The properties of the project file, with the texts of additional files.</summary>
    public ImmutableDictionary<string, string> BuildProperties => _buildProperties;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static CodeFixProject Create(
        LanguageVersion version, ImmutableDictionary<string, string> buildProperties, IEnumerable<string> sources)
    {
        var compilation = AnalyzerTestProject.Input(version, sources);
        var id = ProjectId.CreateNewId();
        var info = ProjectInfo.Create(
            id,
            VersionStamp.Default,
            compilation.AssemblyName!,
            compilation.AssemblyName!,
            LanguageNames.CSharp,
            compilationOptions: compilation.Options,
            parseOptions: compilation.SyntaxTrees[0].Options,
            metadataReferences: compilation.References,
            analyzerReferences: [new GeneratorReference()]);
        var solution = new AdhocWorkspace().CurrentSolution.AddProject(info);
        foreach (var tree in compilation.SyntaxTrees)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(id), tree.FilePath, tree.GetText(Cancellation), filePath: tree.FilePath);
        }

        foreach (var file in AdditionalFile.GetAll(buildProperties))
        {
            solution = solution.AddAdditionalDocument(
                DocumentId.CreateNewId(id), file.Path, file.GetText(Cancellation)!, filePath: file.Path);
        }

        return new(solution.GetProject(id)!, buildProperties);
    }

    /// <summary>Returns the diagnostics of the analyzers and the compiler with an id, in the order of the source.</summary>
    public Task<ImmutableArray<Diagnostic>> Find(string id)
        => _found.TryGetValue(id, out var found) ? found : _found[id] = Find(_project, id, _buildProperties);

    /// <summary>Returns the code actions for a diagnostic by all fixes of the package.</summary>
    public async Task<List<CodeAction>> Actions(Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        foreach (var provider in GetProviders(diagnostic.Id))
        {
            var context = new CodeFixContext(
                _project.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, (action, _) => actions.Add(action), Cancellation);
            await provider.RegisterCodeFixesAsync(context);
        }

        Assert.All(
            actions,
            static action => Assert.False(string.IsNullOrEmpty(action.EquivalenceKey), $"'{action.Title}' has no equivalence key."));
        return actions;
    }

    public async Task<CodeFixProject> Apply(CodeAction action)
    {
        var operation = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(Cancellation)));
        var project = operation.ChangedSolution.GetProject(_project.Id)!;
        var buildProperties = _buildProperties;
        foreach (var file in project.AdditionalDocuments)
        {
            buildProperties = buildProperties.SetItem(file.Name, (await file.GetTextAsync(Cancellation)).ToString());
        }

        return new(project, buildProperties);
    }

    /// <summary>Fixes all diagnostics with an id in the whole solution, with the fix of a key or title, or with the first one.</summary>
    public static async Task<CodeFixProject> FixAll(CodeFixProject project, string id, string? choice)
    {
        var found = await project.Find(id);
        var action = (await project.Actions(found[0])).First(
            action => choice is null || action.EquivalenceKey == choice || action.Title == choice);
        var document = project._project.GetDocument(found[0].Location.SourceTree)!;
        foreach (var provider in GetProviders(id))
        {
            var diagnostics = new Diagnostics(id, project._buildProperties);
            var context = new FixAllContext(
                document, provider, FixAllScope.Solution, action.EquivalenceKey!, [id], diagnostics, Cancellation);
            project = await project.Apply((await provider.GetFixAllProvider()!.GetFixAsync(context))!);
        }

        return project;
    }

    public async Task<string> Text(string file)
        => (await GetDocument(file).GetTextAsync(Cancellation)).ToString();

    public Document GetDocument(string file) => _project.Documents.Single(document => document.Name == file);

    private static IEnumerable<CodeFixProvider> GetProviders(string id)
        => Providers.Where(provider => provider.FixableDiagnosticIds.Contains(id));

    private static async Task<ImmutableArray<Diagnostic>> Find(
        Project project, string id, ImmutableDictionary<string, string> buildProperties)
    {
        var compilation = (await project.GetCompilationAsync(Cancellation))!;
        return id.StartsWith("CS", StringComparison.Ordinal)
            ? [.. compilation.GetDiagnostics(Cancellation).Where(diagnostic => diagnostic.Id == id)]
            : await AnalyzerTestProject.Analyze(compilation, id, buildProperties);
    }

    private sealed class Diagnostics(string id, ImmutableDictionary<string, string> buildProperties) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => await Find(project, id, buildProperties);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document, CancellationToken cancellationToken)
            => (await Find(document.Project, id, buildProperties)).Where(found => found.Location.SourceTree?.FilePath == document.FilePath);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}

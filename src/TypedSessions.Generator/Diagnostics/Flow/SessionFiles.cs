using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>Determines which files of a compilation name a session or a model. Other files are not bound.</summary>
internal sealed class SessionFiles
{
    // Shared by all analyzers.
    private static readonly ConditionalWeakTable<Compilation, SessionFiles> Cache = new();

    private readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> _files = new();
    private readonly Lazy<HashSet<string>> _models;

    // PublicationOnly: a canceled computation must not fail later callers.
    private SessionFiles(Compilation compilation)
        => _models = new(() => GetModelNames(compilation), LazyThreadSafetyMode.PublicationOnly);

    public static SessionFiles From(Compilation compilation) => Cache.GetValue(compilation, static it => new(it));

    public bool Contains(SyntaxTree file)
        => KeywordFilter.Session.Matches(file) || _files.GetValue(file, tree => new(NamesModel(tree))).Value;

    private bool NamesModel(SyntaxTree file)
        => file.GetRoot().DescendantTokens().Any(
            token => token.IsKind(SyntaxKind.IdentifierToken) && _models.Value.Contains(token.ValueText));

    private static HashSet<string> GetModelNames(Compilation compilation)
        => new(
            SessionModels.GetDeclared(compilation, CancellationToken.None)
                .Concat(SessionModels.GetReferenced(compilation, CancellationToken.None))
                .Select(static model => model.Name),
            StringComparer.Ordinal);
}

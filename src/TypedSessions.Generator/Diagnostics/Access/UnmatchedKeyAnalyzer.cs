using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// Reports session properties and keys that a program only sets or only reads. Silent for libraries and tests, and where other projects or
/// views that are not compiled may use the value.
/// </summary>
public sealed class UnmatchedKeyAnalyzer : SessionAnalyzer
{
    // A program without it works on the sessions of another one, or other code of it is loaded at runtime.
    private static readonly Regex Pipeline = new(@"\bUseTypedSessions\s*\(", RegexOptions.CultureInvariant);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [AccessDescriptors.UnmatchedKey];

    private protected override bool AnalyzesViews => true;

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        if (!LibraryUsage.IsApplication(context.Compilation) || LibraryUsage.MayShareKeys(context.Compilation))
        {
            return;
        }

        var calls = new SessionCalls(context.Compilation);
        var keyed = new ConcurrentBag<KeyedCall>();
        var models = SessionModels.Collect(context);
        context.RegisterNodeAction(
            node =>
            {
                if (calls.Read(node) is { } call)
                {
                    keyed.Add(call);
                }
            },
            SyntaxKind.InvocationExpression);
        context.RegisterCompilationEndAction(end => Report(end, models, keyed));
    }

    private static void Report(
        CompilationAnalysisContext context, IReadOnlyCollection<INamedTypeSymbol> models, IReadOnlyCollection<KeyedCall> calls)
    {
        if ((models.Count == 0 && calls.Count == 0) || !SourceSearch.Start(context.Compilation, Pipeline).Value)
        {
            return;
        }

        var unmatched = new UnmatchedKeys(context.Compilation, models.SelectMany(GetProperties), calls, context.CancellationToken);
        var views = new UncompiledViews(context.Compilation, context.Options.AdditionalFiles, context.CancellationToken);
        foreach (var (property, isSet) in unmatched.FindProperties())
        {
            if (!views.Contain(property.Name, SessionAttributes.GetKey(property)))
            {
                Report(context, Locations.Name(property), property.FullName(), isSet);
            }
        }

        foreach (var (call, isSet) in unmatched.FindCalls(new(context.Compilation)))
        {
            if (call.CanReport(call.Location) && !views.Contain(call.Key!, call.Key!))
            {
                Report(context, call.Location, call.Key!, isSet);
            }
        }
    }

    // The value of a property without a setter is set elsewhere, and an obsolete one is kept for old values.
    private static IEnumerable<IPropertySymbol> GetProperties(INamedTypeSymbol model)
        => model.GetMembers().OfType<IPropertySymbol>().Where(static property
            => property is { PartialDefinitionPart: null, GetMethod: not null, SetMethod: not null }
                && SessionAttributes.FindPropertyAttribute(property) is not null
                && property.Attribute("System", "ObsoleteAttribute") is null
                && SessionPropertyRules.Examine(property) == PropertyProblem.None);

    private static void Report(CompilationAnalysisContext context, Location location, string name, bool isSet)
        => context.ReportDiagnostic(
            Diagnostic.Create(
                AccessDescriptors.UnmatchedKey,
                location,
                name,
                isSet ? "set but never read" : "read but never set",
                isSet ? "read" : "set"));

    /// <summary>Views that the project compiles at runtime, or whose code is not yet generated.</summary>
    private sealed class UncompiledViews(Compilation compilation, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        private readonly string[] _texts = compilation.SyntaxTrees.Any(static file => IsView(file.FilePath, ".g.cs", '_'))
            ? []
            : [.. files.Where(static file => IsView(file.Path, "", '.'))
                .Select(file => file.GetText(cancellationToken)?.ToString() ?? "")];

        public bool Contain(string name, string key)
            => Array.Exists(_texts, text => text.Contains(name) || text.Contains(key));

        private static bool IsView(string path, string suffix, char separator)
            => path.EndsWith(separator + "cshtml" + suffix, StringComparison.OrdinalIgnoreCase)
                || path.EndsWith(separator + "razor" + suffix, StringComparison.OrdinalIgnoreCase);
    }
}

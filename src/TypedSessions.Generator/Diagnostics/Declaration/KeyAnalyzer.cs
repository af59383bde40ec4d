using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Finds keys that belong to more than one property: in one model at once, between models when all of them are known.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeyAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.DuplicateKey, Descriptors.KeyOfAnotherModel];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        var all = new ConcurrentBag<KeyClaim>();
        context.RegisterSymbolAction(type => AnalyzeModel(type, all), SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end => CompareModels(end, all));
    }

    private static void AnalyzeModel(SymbolAnalysisContext context, ConcurrentBag<KeyClaim> all)
    {
        var model = (INamedTypeSymbol)context.Symbol;
        if (model.TypeKind != TypeKind.Class || !SessionAttributes.IsModel(model))
        {
            return;
        }

        var claims = new Dictionary<string, KeyClaim>(StringComparer.Ordinal);
        foreach (var property in SessionProperties(model))
        {
            var claim = KeyClaim.Of(property, context.CancellationToken);
            if (claims.TryGetValue(claim.Key, out var first))
            {
                Report(context.ReportDiagnostic, Descriptors.DuplicateKey, claim, first, first.Property.Name);
            }
            else
            {
                claims.Add(claim.Key, claim);
                all.Add(claim);
            }
        }
    }

    // A property that is not implemented claims nothing: its own rule has something to say first.
    private static IEnumerable<IPropertySymbol> SessionProperties(INamedTypeSymbol model)
        => model.GetMembers().OfType<IPropertySymbol>().Where(static property
            => SessionAttributes.OfProperty(property) is not null && SessionPropertyRules.Examine(property) == PropertyProblem.None);

    private static void CompareModels(CompilationAnalysisContext context, ConcurrentBag<KeyClaim> all)
    {
        foreach (var claims in all.GroupBy(static claim => claim.Key, StringComparer.Ordinal).Where(static group => group.Skip(1).Any()))
        {
            var ordered = claims.OrderBy(static claim => claim.Model, StringComparer.Ordinal).ToArray();
            foreach (var claim in ordered)
            {
                var other = ReferenceEquals(claim, ordered[0]) ? ordered[1] : ordered[0];
                Report(context.ReportDiagnostic, Descriptors.KeyOfAnotherModel, claim, other, other.Property.FullName());
            }
        }
    }

    private static void Report(Action<Diagnostic> report, DiagnosticDescriptor rule, KeyClaim claim, KeyClaim other, string otherName)
        => report(Diagnostic.Create(rule, claim.Place, [other.Place], claim.Property.FullName(), claim.Key, otherName));
}

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
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.DuplicateKey, Descriptors.KeyOfAnotherModel, Descriptors.KeyInAnotherCase];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        var all = new ConcurrentBag<KeyClaim>();
        context.RegisterSymbolAction(type => AnalyzeModel(type, all), SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end =>
        {
            if (!all.IsEmpty)
            {
                CompareModels(end, [.. all, .. ReferencedModels.Claims(end.Compilation, end.CancellationToken)]);
            }
        });
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

    private static void CompareModels(CompilationAnalysisContext context, KeyClaim[] all)
    {
        Array.Sort(all, KeyClaim.Order);
        foreach (var alike in all.GroupBy(static claim => claim.Key, StringComparer.OrdinalIgnoreCase).Where(static group => group.Skip(1).Any()))
        {
            foreach (var same in alike.GroupBy(static claim => claim.Key, StringComparer.Ordinal))
            {
                ReportSameKey(context, [.. same]);
            }

            ReportOtherCase(context, [.. alike]);
        }
    }

    private static void ReportSameKey(CompilationAnalysisContext context, KeyClaim[] claims)
    {
        if (claims.Length > 1)
        {
            foreach (var claim in claims)
            {
                var other = ReferenceEquals(claim, claims[0]) ? claims[1] : claims[0];
                Report(context.ReportDiagnostic, Descriptors.KeyOfAnotherModel, claim, other, other.Property.FullName());
            }
        }
    }

    // The first way of writing a key stands for all that are written like it.
    private static void ReportOtherCase(CompilationAnalysisContext context, KeyClaim[] claims)
    {
        var first = claims[0];
        foreach (var claim in claims.Where(claim => claim.Key != first.Key))
        {
            Report(context.ReportDiagnostic, Descriptors.KeyInAnotherCase, claim, first, first.Property.FullName(), first.Key);
        }
    }

    private static void Report(Action<Diagnostic> report, DiagnosticDescriptor rule, KeyClaim claim, KeyClaim other, params string[] otherNames)
    {
        if (claim.Place is { } place)
        {
            report(Diagnostic.Create(rule, place, other.Place is { } otherPlace ? [otherPlace] : [], [claim.Property.FullName(), claim.Key, .. otherNames]));
        }
    }
}

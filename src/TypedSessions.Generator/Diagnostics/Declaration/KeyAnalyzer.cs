using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>
/// Reports keys that belong to more than one property: within a model immediately, between models at the end of the compilation.
/// </summary>
public sealed class KeyAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        DeclarationDescriptors.DuplicateKey,
        DeclarationDescriptors.KeyOfAnotherModel,
        DeclarationDescriptors.KeyInAnotherCase,
        DeclarationDescriptors.KeyInMap,
    ];

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        var all = new ConcurrentBag<KeyClaim>();
        context.RegisterSymbolAction(type => AnalyzeModel(type, all), SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end =>
        {
            if (!all.IsEmpty)
            {
                KeyClaim[] claims = [.. all, .. GetReferencedClaims(end)];
                CompareModels(end, claims);
                CompareWithMaps(end, claims);
            }
        });
    }

    private static IEnumerable<KeyClaim> GetReferencedClaims(CompilationAnalysisContext context)
        => SessionModels.GetReferenced(context.Compilation, context.CancellationToken).SelectMany(
            static model => KeyClaim.From(model, isOwn: false));

    private static void AnalyzeModel(SymbolAnalysisContext context, ConcurrentBag<KeyClaim> all)
    {
        var model = (INamedTypeSymbol)context.Symbol;
        if (model.TypeKind != TypeKind.Class || !SessionAttributes.IsModel(model))
        {
            return;
        }

        var claims = new Dictionary<string, KeyClaim>(StringComparer.Ordinal);
        foreach (var claim in KeyClaim.From(model, isOwn: true).Where(IsImplemented))
        {
            if (claims.TryGetValue(claim.Key, out var first))
            {
                context.ReportDiagnostic(
                    CreateDiagnostic(DeclarationDescriptors.DuplicateKey, claim, first, context.CancellationToken, first.Property.Name));
            }
            else
            {
                claims.Add(claim.Key, claim);
                all.Add(claim);
            }
        }
    }

    // A property that is not implemented is reported by its own rule first.
    private static bool IsImplemented(KeyClaim claim)
        => SessionPropertyRules.Examine(claim.Property, claim.Attribute, out _) == PropertyProblem.None;

    private static void CompareModels(CompilationAnalysisContext context, IEnumerable<KeyClaim> all)
    {
        var groups = all.GroupBy(static claim => claim.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var alike in groups.Where(static group => group.Skip(1).Any()))
        {
            var ordered = alike.OrderBy(static claim => claim, KeyClaim.Order).ToArray();
            foreach (var same in ordered.GroupBy(static claim => claim.Key, StringComparer.Ordinal))
            {
                ReportSameKey(context, [.. same]);
            }

            ReportOtherCase(context, ordered);
        }
    }

    private static void CompareWithMaps(CompilationAnalysisContext context, KeyClaim[] all)
    {
        foreach (var map in all.Where(static claim => SessionMaps.IsMap(claim.Property.Type)))
        {
            foreach (var claim in all.Where(claim => IsIn(claim, map)))
            {
                var reported = claim.IsOwn ? claim : map;
                context.ReportDiagnostic(Diagnostic.Create(
                    DeclarationDescriptors.KeyInMap,
                    reported.GetLocation(context.CancellationToken),
                    claim.Property.FullName(),
                    claim.Key,
                    map.Property.FullName(),
                    map.Key));
            }
        }
    }

    // Each of two overlapping maps finds the other; one report is enough.
    private static bool IsIn(KeyClaim claim, KeyClaim map)
        => (claim.IsOwn || map.IsOwn)
            && claim.Key != map.Key
            && (!SessionMaps.IsMap(claim.Property.Type) || KeyClaim.Order.Compare(claim, map) > 0)
            && SessionMaps.Overlap(claim.Key, claim.Property, map.Key, map.Property);

    private static void ReportSameKey(CompilationAnalysisContext context, KeyClaim[] claims)
    {
        foreach (var claim in claims.Length > 1 ? claims.Where(static claim => claim.IsOwn) : [])
        {
            var other = ReferenceEquals(claim, claims[0]) ? claims[1] : claims[0];
            context.ReportDiagnostic(
                CreateDiagnostic(
                    DeclarationDescriptors.KeyOfAnotherModel, claim, other, context.CancellationToken, other.Property.FullName()));
        }
    }

    // Each spelling is compared with the first one.
    private static void ReportOtherCase(CompilationAnalysisContext context, KeyClaim[] claims)
    {
        var first = claims[0];
        foreach (var claim in claims.Where(claim => claim.IsOwn && claim.Key != first.Key))
        {
            context.ReportDiagnostic(
                CreateDiagnostic(
                    DeclarationDescriptors.KeyInAnotherCase,
                    claim,
                    first,
                    context.CancellationToken,
                    first.Property.FullName(),
                    first.Key));
        }
    }

    private static Diagnostic CreateDiagnostic(
        DiagnosticDescriptor rule, KeyClaim claim, KeyClaim other, CancellationToken cancellationToken, params string[] otherNames)
        => Diagnostic.Create(
            rule,
            claim.GetLocation(cancellationToken),
            other.IsOwn ? [other.GetLocation(cancellationToken)] : [],
            [claim.Property.FullName(), claim.Key, .. otherNames]);
}

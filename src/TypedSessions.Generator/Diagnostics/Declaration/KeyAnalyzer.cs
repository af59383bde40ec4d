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
                CompareModels(end, [.. all, .. ReferencedClaims(end)]);
            }
        });
    }

    private static IEnumerable<KeyClaim> ReferencedClaims(CompilationAnalysisContext context)
        => SessionModels.Referenced(context.Compilation, context.CancellationToken).SelectMany(
            static model => KeyClaim.From(model, isOwn: false));

    private static void AnalyzeModel(SymbolAnalysisContext context, ConcurrentBag<KeyClaim> all)
    {
        var model = (INamedTypeSymbol)context.Symbol;
        if (model.TypeKind != TypeKind.Class || !SessionAttributes.IsModel(model))
        {
            return;
        }

        var claims = new Dictionary<string, KeyClaim>(StringComparer.Ordinal);
        foreach (var claim in KeyClaim.From(model, isOwn: true).Where(IsKept))
        {
            if (claims.TryGetValue(claim.Key, out var first))
            {
                context.ReportDiagnostic(Found(Descriptors.DuplicateKey, claim, first, context.CancellationToken, first.Property.Name));
            }
            else
            {
                claims.Add(claim.Key, claim);
                all.Add(claim);
            }
        }
    }

    // A property that is not implemented claims nothing: its own rule has something to say first.
    private static bool IsKept(KeyClaim claim)
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

    private static void ReportSameKey(CompilationAnalysisContext context, KeyClaim[] claims)
    {
        foreach (var claim in claims.Length > 1 ? claims.Where(static claim => claim.IsOwn) : [])
        {
            var other = ReferenceEquals(claim, claims[0]) ? claims[1] : claims[0];
            context.ReportDiagnostic(
                Found(Descriptors.KeyOfAnotherModel, claim, other, context.CancellationToken, other.Property.FullName()));
        }
    }

    // The first way of writing a key stands for all that are written like it.
    private static void ReportOtherCase(CompilationAnalysisContext context, KeyClaim[] claims)
    {
        var first = claims[0];
        foreach (var claim in claims.Where(claim => claim.IsOwn && claim.Key != first.Key))
        {
            context.ReportDiagnostic(
                Found(Descriptors.KeyInAnotherCase, claim, first, context.CancellationToken, first.Property.FullName(), first.Key));
        }
    }

    private static Diagnostic Found(
        DiagnosticDescriptor rule, KeyClaim claim, KeyClaim other, CancellationToken cancellation, params string[] otherNames)
        => Diagnostic.Create(
            rule,
            claim.Place(cancellation),
            other.IsOwn ? [other.Place(cancellation)] : [],
            [claim.Property.FullName(), claim.Key, .. otherNames]);
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Reports keys and prefixes that begin with the library's reserved prefix.</summary>
public sealed class ReservedKeyAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DeclarationDescriptors.ReservedKey];

    private protected override void Register(RuleContext context, LibraryTypes types)
        => context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);

    private static void Analyze(SymbolAnalysisContext context)
    {
        var model = (INamedTypeSymbol)context.Symbol;
        if (model.TypeKind != TypeKind.Class || SessionAttributes.FindModelAttribute(model) is not { } attribute)
        {
            return;
        }

        if (SessionAttributes.GetPrefix(model) is var prefix && IsReserved(prefix))
        {
            Report(Locations.Argument(attribute, KnownNames.Prefix, context.CancellationToken) ?? Locations.Name(model), prefix);
            return;
        }

        foreach (var claim in KeyClaim.From(model, isOwn: true).Where(static claim => IsReserved(claim.Key)))
        {
            Report(claim.GetLocation(context.CancellationToken), claim.Key);
        }

        void Report(Location location, string key)
            => context.ReportDiagnostic(Diagnostic.Create(DeclarationDescriptors.ReservedKey, location, key));
    }

    private static bool IsReserved(string key) => key.StartsWith(KnownNames.ReservedPrefix, StringComparison.Ordinal);
}

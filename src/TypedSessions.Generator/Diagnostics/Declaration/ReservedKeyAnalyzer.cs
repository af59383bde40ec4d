using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Finds keys and prefixes with the beginning that the library keeps for itself, the test cookie's for one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReservedKeyAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.ReservedKey];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
        => context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);

    private static void Analyze(SymbolAnalysisContext context)
    {
        var model = (INamedTypeSymbol)context.Symbol;
        if (model.TypeKind != TypeKind.Class || SessionAttributes.OfModel(model) is not { } attribute)
        {
            return;
        }

        if (SessionAttributes.Prefix(model) is var prefix && IsReserved(prefix))
        {
            Report(Locations.Argument(attribute, KnownNames.Prefix, context.CancellationToken) ?? Locations.Name(model), prefix);
            return;
        }

        foreach (var claim in KeyClaim.From(model, isOwn: true).Where(static claim => IsReserved(claim.Key)))
        {
            Report(claim.Place(context.CancellationToken), claim.Key);
        }

        void Report(Location place, string key) => context.ReportDiagnostic(Diagnostic.Create(Descriptors.ReservedKey, place, key));
    }

    private static bool IsReserved(string key) => key.StartsWith(KnownNames.ReservedPrefix, StringComparison.Ordinal);
}

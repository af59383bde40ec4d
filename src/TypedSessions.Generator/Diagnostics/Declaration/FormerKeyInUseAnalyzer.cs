using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Reports former and retired keys that something else uses, which the model would read as its own and remove.</summary>
public sealed class FormerKeyInUseAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DeclarationDescriptors.FormerKeyInUse];

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        var models = SessionModels.Collect(context);
        context.RegisterCompilationEndAction(end => Report(end, [.. models.SelectMany(KeyUse.GetAll)]));
    }

    private static void Report(CompilationAnalysisContext context, KeyUse[] own)
    {
        var referenced = own.Length == 0
            ? []
            : SessionModels.GetReferenced(context.Compilation, context.CancellationToken).SelectMany(KeyUse.GetAll).ToArray();
        if (own.Concat(referenced).All(static use => use.Kind == KeyUseKind.Current))
        {
            return;
        }

        KeyUse[] all = [.. own, .. referenced];
        var sameKeys = all.ToLookup(static use => use.Key, StringComparer.Ordinal);
        var patterns = all.Where(static use => use.IsPattern).ToArray();
        foreach (var use in own)
        {
            var others = use.IsPattern ? all : sameKeys[use.Key].Concat(patterns);
            if (others.Where(other => Collides(use, other)).OrderBy(static other => other.Description).FirstOrDefault() is { } other
                && (use.Kind != KeyUseKind.Current || referenced.Contains(other)))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    DeclarationDescriptors.FormerKeyInUse,
                    use.GetLocation(context.CancellationToken),
                    use.Key,
                    use.Description,
                    other.Key == use.Key ? other.Description : $"{other.Description} ('{other.Key}')"));
            }
        }
    }

    // Two current keys have their own rule, and so have the patterns of one map. A key can be retired twice.
    private static bool Collides(KeyUse use, KeyUse other)
        => !ReferenceEquals(use, other)
            && (use.Key == other.Key || !SymbolEqualityComparer.Default.Equals(use.Symbol, other.Symbol))
            && use.Overlaps(other)
            && (use.Kind, other.Kind) is not ((KeyUseKind.Current, KeyUseKind.Current) or (KeyUseKind.Retired, KeyUseKind.Retired));
}

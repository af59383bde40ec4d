using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Reports former and retired keys that something else uses, which the model would read as its own and remove.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FormerKeyInUseAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DeclarationDescriptors.FormerKeyInUse];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
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

        var all = own.Concat(referenced).ToLookup(static use => use.Key, StringComparer.Ordinal);
        foreach (var use in own)
        {
            if (all[use.Key].Where(other => Collides(use, other)).OrderBy(static other => other.Description).FirstOrDefault() is { } other
                && (use.Kind != KeyUseKind.Current || referenced.Contains(other)))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    DeclarationDescriptors.FormerKeyInUse,
                    use.GetLocation(context.CancellationToken),
                    use.Key,
                    use.Description,
                    other.Description));
            }
        }
    }

    // Two current keys have their own rule, and a key can be retired twice.
    private static bool Collides(KeyUse use, KeyUse other)
        => !ReferenceEquals(use, other)
            && (use.Kind, other.Kind) is not ((KeyUseKind.Current, KeyUseKind.Current) or (KeyUseKind.Retired, KeyUseKind.Retired));
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Shape;

/// <summary>Compares what the models store with what the shape files record. Does nothing in projects without shape files.</summary>
public sealed class ShapeAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        ShapeDescriptors.ShapeNotRecorded,
        ShapeDescriptors.KeyChangedType,
        ShapeDescriptors.KeyDisappeared,
        ShapeDescriptors.RetiredKeyReused,
        ShapeDescriptors.MemberChanged,
        ShapeDescriptors.EnumMemberChanged,
        ShapeDescriptors.FormerTypeDiffers,
    ];

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        if (RecordedShape.Read(context.Options.AdditionalFiles, context.CancellationToken) is not { } recorded)
        {
            return;
        }

        var found = SessionModels.Collect(context);
        context.RegisterCompilationEndAction(end =>
        {
            INamedTypeSymbol[] models = [.. found.OrderBy(static model => model.ToDisplayString(), StringComparer.Ordinal)];
            var current = CurrentShape.From(models);
            new KeyComparison(recorded, current, models, end.ReportDiagnostic, end.CancellationToken).Run();
            new TypeComparison(recorded, current, end.ReportDiagnostic).Run();
        });
    }
}

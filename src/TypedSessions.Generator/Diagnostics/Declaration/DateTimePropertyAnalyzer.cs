using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Suggests DateTimeOffset for timestamps.</summary>
public sealed class DateTimePropertyAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DeclarationDescriptors.DateTimeProperty];

    private protected override void Register(RuleContext context, LibraryTypes types)
        => context.RegisterSymbolAction(Analyze, SymbolKind.Property);

    private static void Analyze(SymbolAnalysisContext context)
    {
        var property = (IPropertySymbol)context.Symbol;
        if (property.ValueType().WithoutNullable().SpecialType == SpecialType.System_DateTime
            && property.PartialDefinitionPart is null
            && SessionAttributes.FindPropertyAttribute(property) is { } attribute
            && SessionAttributes.GetCodec(attribute) is null
            && SessionAttributes.IsModel(property.ContainingType)
            && SessionPropertyRules.Examine(property) == PropertyProblem.None)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DeclarationDescriptors.DateTimeProperty, Locations.Type(property, context.CancellationToken), property.FullName()));
        }
    }
}

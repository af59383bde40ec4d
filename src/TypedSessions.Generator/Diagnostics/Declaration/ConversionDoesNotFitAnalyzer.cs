using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Reports methods that cannot convert the values of former keys, and former keys that cannot be kept.</summary>
public sealed class ConversionDoesNotFitAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DeclarationDescriptors.ConversionDoesNotFit];

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        context.RegisterSymbolAction(AnalyzeMethod, SymbolKind.Method);
        context.RegisterSymbolAction(AnalyzeProperty, SymbolKind.Property);
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context)
    {
        foreach (var conversion in Conversion.GetAll((IMethodSymbol)context.Symbol))
        {
            if (FormerKeys.Examine(conversion) is not ConversionProblem.None and var problem)
            {
                var (reason, advice) = GetText(problem, conversion);
                var kind = conversion.IsUpgrade ? "upgrade" : "downgrade";
                context.ReportDiagnostic(Diagnostic.Create(
                    DeclarationDescriptors.ConversionDoesNotFit,
                    Locations.Name(conversion.Method),
                    $"The {kind} '{conversion.Method.Name}'",
                    $"{conversion.Method.ContainingType.Name}.{conversion.PropertyName}",
                    reason,
                    advice));
            }
        }
    }

    private static void AnalyzeProperty(SymbolAnalysisContext context)
    {
        var property = (IPropertySymbol)context.Symbol;
        if (property.PartialDefinitionPart is not null || SessionAttributes.FindPropertyAttribute(property) is not { } attribute)
        {
            return;
        }

        (string Argument, string Reason, string Advice)? text = FormerKeys.Examine(property, attribute) switch
        {
            ConversionProblem.NothingToKeep => (KnownNames.KeepFormer, "it has no former key", "remove 'KeepFormer'"),
            ConversionProblem.NoDowngrade => (
                KnownNames.KeepFormer,
                "a former key has an upgrade and no downgrade",
                "add a method with [SessionDowngrade], or remove 'KeepFormer'"),
            ConversionProblem.Expires => (
                KnownNames.FormerKeys,
                "its values expire and those of former keys do not",
                "remove 'FormerKeys', and let the old values expire"),
            _ => null,
        };
        if (text is var (argument, reason, advice))
        {
            var location = Locations.Argument(attribute, argument, context.CancellationToken) ?? Locations.Name(property);
            context.ReportDiagnostic(Diagnostic.Create(
                DeclarationDescriptors.ConversionDoesNotFit, location, $"'{argument}'", property.FullName(), reason, advice));
        }
    }

    private static (string Reason, string Advice) GetText(ConversionProblem problem, Conversion conversion)
    {
        var property = FormerKeys.FindProperty(conversion);
        var type = property?.ValueType().ShortName();
        var key = conversion.IsUpgrade ? KnownNames.From : KnownNames.To;
        return problem switch
        {
            ConversionProblem.UnknownProperty => ("the model has no session property of this name", "name one with 'nameof'"),
            ConversionProblem.UnknownKey => (
                $"'{conversion.Key}' is not one of its former keys", "add it to 'FormerKeys', or remove the method"),
            ConversionProblem.NoKey => ("the property has several former keys", $"set '{key}' to one of them"),
            ConversionProblem.SecondMethod => ("another method converts the same key", "remove one of them"),
            ConversionProblem.NotAConversion => (
                "it is not a static method with one parameter and a result",
                conversion.IsUpgrade ? $"take the former type and return '{type}'" : $"take '{type}' and return the former type"),
            ConversionProblem.OtherType => conversion.IsUpgrade
                ? ($"it returns '{conversion.PropertyType.ShortName()}'", $"return '{type}'")
                : ($"it takes '{conversion.PropertyType.ShortName()}'", $"take '{type}'"),
            ConversionProblem.UnsupportedType => (
                $"'{conversion.FormerType.ShortName()}' cannot be stored", "take the type that was stored, or 'byte[]' to read its bytes"),
            _ => ("no upgrade takes what it returns", "return the type of the upgrade's parameter"),
        };
    }
}

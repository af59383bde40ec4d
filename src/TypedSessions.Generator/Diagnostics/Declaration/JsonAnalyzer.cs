using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Checks that a model names JSON metadata if it needs some, and that the metadata covers all of its properties.</summary>
public sealed class JsonAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [DeclarationDescriptors.NotAJsonContext, DeclarationDescriptors.TypeMissingInJsonContext, DeclarationDescriptors.NoJsonContext];

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        var isTrimmed = IsTrimmed(context.Options);
        var known = new ConcurrentDictionary<ISymbol, JsonTypes?>(SymbolEqualityComparer.Default);
        context.RegisterSymbolAction(
            symbol => Analyze(symbol, isTrimmed, json => known.GetOrAdd(json, static symbol => JsonTypes.From((INamedTypeSymbol)symbol))),
            SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, bool isTrimmed, Func<INamedTypeSymbol, JsonTypes?> known)
    {
        var model = (INamedTypeSymbol)context.Symbol;
        if (model.TypeKind != TypeKind.Class || SessionAttributes.FindModelAttribute(model) is not { } attribute)
        {
            return;
        }

        if (SessionAttributes.GetJsonContext(model) is { } json)
        {
            ReportMissing(context, model, json, known(json));
        }
        else if (attribute.Argument(KnownNames.JsonContext)?.Value is ITypeSymbol other)
        {
            ReportOther(context, model, attribute, other);
        }
        else if (isTrimmed)
        {
            ReportReflection(context, model);
        }
    }

    private static void ReportMissing(SymbolAnalysisContext context, INamedTypeSymbol model, INamedTypeSymbol json, JsonTypes? known)
    {
        if (known is not null)
        {
            Report(context, DeclarationDescriptors.TypeMissingInJsonContext, model, known.IsMissing, json.Name);
        }
    }

    private static void ReportOther(SymbolAnalysisContext context, INamedTypeSymbol model, AttributeData attribute, ITypeSymbol other)
    {
        if (other.TypeKind != TypeKind.Error)
        {
            var location = Locations.Argument(attribute, KnownNames.JsonContext, context.CancellationToken) ?? Locations.Name(model);
            context.ReportDiagnostic(Diagnostic.Create(DeclarationDescriptors.NotAJsonContext, location, other.ShortName(), model.Name));
        }
    }

    private static void ReportReflection(SymbolAnalysisContext context, INamedTypeSymbol model)
        => Report(context, DeclarationDescriptors.NoJsonContext, model, static _ => true, model.Name);

    private static void Report(
        SymbolAnalysisContext context, DiagnosticDescriptor rule, INamedTypeSymbol model, Func<ITypeSymbol, bool> isMissing, string name)
    {
        foreach (var property in JsonProperties.GetAll(model))
        {
            Report(property, property.ValueType(), Locations.Type(property, context.CancellationToken));
        }

        foreach (var upgrade in JsonProperties.GetUpgrades(model))
        {
            Report(FormerKeys.FindProperty(upgrade)!, upgrade.FormerType, Locations.Name(upgrade.Method.Parameters[0]));
        }

        void Report(IPropertySymbol property, ITypeSymbol type, Location location)
        {
            var stored = JsonProperties.GetStoredType(type);
            if (isMissing(stored))
            {
                context.ReportDiagnostic(Diagnostic.Create(rule, location, property.FullName(), stored.ShortName(), name));
            }
        }
    }

    // Both are set if PublishTrimmed, PublishAot, IsTrimmable or IsAotCompatible is.
    private static bool IsTrimmed(AnalyzerOptions options)
        => IsOn(options, "build_property.EnableTrimAnalyzer") || IsOn(options, "build_property.EnableAotAnalyzer");

    private static bool IsOn(AnalyzerOptions options, string property)
        => options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(property, out var value)
            && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.StoredTypes;

/// <summary>Reports session properties whose JSON omits a part of their values or cannot be read.</summary>
public sealed class LostValueAnalyzer : SessionAnalyzer
{
    // Custom options may store what JSON omits by default.
    private static readonly Regex OwnOptions = new(@"\bJsonSerializerOptions\s*=", RegexOptions.CultureInvariant);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DeclarationDescriptors.LostValue];

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        var hasOptions = SourceSearch.Start(context.Compilation, OwnOptions);
        context.RegisterSymbolAction(symbol => Analyze(symbol, hasOptions), SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, Lazy<bool> hasOptions)
    {
        var model = (INamedTypeSymbol)context.Symbol;
        if (model.TypeKind != TypeKind.Class || SessionAttributes.FindModelAttribute(model) is null)
        {
            return;
        }

        var json = SessionAttributes.GetJsonContext(model);
        var options = json?.Attribute(KnownNames.JsonNamespace, "JsonSourceGenerationOptionsAttribute");
        if (options.Argument("Converters") is not null)
        {
            // The converters may restore any type.
            return;
        }

        foreach (var property in JsonProperties.GetAll(model))
        {
            if (CreateGraph(options).Find(property.ValueType()) is { } loss && !(json is null && hasOptions.Value))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    DeclarationDescriptors.LostValue,
                    Locations.Type(property, context.CancellationToken),
                    property.FullName(),
                    JsonProperties.GetStoredType(property).ShortName(),
                    loss.Reason,
                    loss.Advice));
            }
        }
    }

    private static StoredTypeGraph CreateGraph(AttributeData? options) => new(
        includesFields: options.Argument("IncludeFields")?.Value is true,
        populates: options.Argument("PreferredObjectCreationHandling")?.Value is JsonShape.Populate);
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.StoredTypes;

/// <summary>Reports session properties whose JSON leaves out a part of their values, or cannot be read again.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StoredTypeAnalyzer : SessionAnalyzer
{
    private const string PopulateByValue = "1";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.LostValue];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
        => context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);

    private static void Analyze(SymbolAnalysisContext context)
    {
        var model = (INamedTypeSymbol)context.Symbol;
        if (model.TypeKind != TypeKind.Class || SessionAttributes.OfModel(model) is null)
        {
            return;
        }

        var options = SessionAttributes.JsonContext(model)?.Attribute(KnownNames.JsonNamespace, "JsonSourceGenerationOptionsAttribute");
        if (options.Argument("Converters") is not null)
        {
            // The converters may restore any type.
            return;
        }

        foreach (var property in JsonProperties.Of(model))
        {
            if (CreateGraph(options).Find(property.Type) is { } loss)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.LostValue,
                    Syntax.Type(property, context.CancellationToken),
                    property.FullName(),
                    JsonProperties.StoredType(property).ShortName(),
                    loss.Reason,
                    loss.Advice));
            }
        }
    }

    private static StoredTypeGraph CreateGraph(AttributeData? options) => new(
        includesFields: options.Argument("IncludeFields")?.Value is true,
        populates: $"{options.Argument("PreferredObjectCreationHandling")?.Value}" == PopulateByValue);
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Says why the generator does not implement a property with <c>[SessionProperty]</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PropertyAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.PropertyNotPartial,
        Descriptors.StaticProperty,
        Descriptors.IndexerProperty,
        Descriptors.ReferenceProperty,
        Descriptors.NoGetter,
        Descriptors.InitAccessor,
        Descriptors.RequiredProperty,
        Descriptors.UnsupportedType,
        Descriptors.NoDefault,
        Descriptors.DefaultDoesNotFit,
        Descriptors.PropertyOutsideModel,
        Descriptors.CodecDoesNotFit,
    ];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
        => context.RegisterSymbolAction(Analyze, SymbolKind.Property);

    private static void Analyze(SymbolAnalysisContext context)
    {
        var property = (IPropertySymbol)context.Symbol;
        if (property.PartialDefinitionPart is null
            && SessionAttributes.OfProperty(property) is { } attribute
            && Problem(property, attribute, context.CancellationToken) is { } diagnostic)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    /// <summary>Reports a property whose class is no model.</summary>
    internal static Diagnostic CreateOutsideModel(IPropertySymbol property)
        => At(Locations.Name(property), Descriptors.PropertyOutsideModel, property.FullName(), property.ContainingType.Name);

    private static Diagnostic? Problem(IPropertySymbol property, AttributeData attribute, CancellationToken cancellation)
    {
        var model = property.ContainingType;
        if (!SessionAttributes.IsModel(model))
        {
            return CreateOutsideModel(property);
        }

        // Where the language has no partial properties, that is the one thing to say.
        return SessionModelRules.Examine(model) == ModelProblem.LanguageVersion
            ? null
            : Problem(SessionPropertyRules.Examine(property), property, attribute, cancellation);
    }

    private static Diagnostic? Problem(
        PropertyProblem problem, IPropertySymbol property, AttributeData attribute, CancellationToken cancellation)
    {
        var name = property.FullName();
        return problem switch
        {
            PropertyProblem.NotPartial => At(Locations.Name(property), Descriptors.PropertyNotPartial, name),
            PropertyProblem.Static => At(
                Locations.Modifier(property, SyntaxKind.StaticKeyword, cancellation), Descriptors.StaticProperty, name),
            PropertyProblem.Indexer => At(Locations.Name(property), Descriptors.IndexerProperty, property.ContainingType.Name),
            PropertyProblem.ByReference => At(Locations.Type(property, cancellation), Descriptors.ReferenceProperty, name),
            PropertyProblem.NoGetter => At(Locations.Name(property), Descriptors.NoGetter, name),
            PropertyProblem.InitAccessor => At(Locations.InitKeyword(property, cancellation), Descriptors.InitAccessor, name),
            PropertyProblem.Required => At(
                Locations.Modifier(property, SyntaxKind.RequiredKeyword, cancellation), Descriptors.RequiredProperty, name),
            PropertyProblem.UnsupportedType => UnsupportedType(property, cancellation),
            PropertyProblem.NoDefault => At(Locations.Type(property, cancellation), Descriptors.NoDefault, name, property.Type.ShortName()),
            PropertyProblem.DefaultDoesNotFit => DefaultDoesNotFit(property, attribute, cancellation),
            PropertyProblem.CodecDoesNotFit => CodecDoesNotFit(property, attribute, cancellation),
            _ => null,
        };
    }

    private static Diagnostic UnsupportedType(IPropertySymbol property, CancellationToken cancellation)
    {
        var (reason, advice) = TypeProblemText.Create(TypeRules.Examine(property.Type));
        return At(
            Locations.Type(property, cancellation),
            Descriptors.UnsupportedType,
            property.FullName(),
            property.Type.ShortName(),
            reason,
            advice);
    }

    private static Diagnostic DefaultDoesNotFit(IPropertySymbol property, AttributeData attribute, CancellationToken cancellation)
    {
        var constant = SessionAttributes.Default(property)?.ToCSharpString() ?? "";
        var place = Locations.Argument(attribute, KnownNames.Default, cancellation) ?? Locations.Name(property);
        return At(place, Descriptors.DefaultDoesNotFit, constant, property.FullName(), property.Type.ShortName());
    }

    private static Diagnostic CodecDoesNotFit(IPropertySymbol property, AttributeData attribute, CancellationToken cancellation)
    {
        var codec = SessionAttributes.Codec(attribute)!;
        var expected = $"'SessionCodec<{property.Type.WithoutNullable().WithNullableAnnotation(NullableAnnotation.None).ShortName()}>'";
        var (reason, advice) = CodecRules.Examine(codec, property) switch
        {
            CodecProblem.Abstract => ("is abstract", "name a class that derives from it"),
            CodecProblem.FileLocal => ("is local to its file", "remove 'file'"),
            CodecProblem.NoConstructor => ("has no constructor without parameters that the model can call", "add a public one"),
            _ => ($"does not derive from {expected}", $"name a class that derives from {expected}, or none"),
        };
        var place = Locations.Argument(attribute, KnownNames.Codec, cancellation) ?? Locations.Name(property);
        return At(place, Descriptors.CodecDoesNotFit, codec.ShortName(), property.FullName(), reason, advice);
    }

    private static Diagnostic At(Location place, DiagnosticDescriptor rule, params object[] names) => Diagnostic.Create(rule, place, names);
}

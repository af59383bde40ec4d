using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Reports why the generator cannot implement a property with <c>[SessionProperty]</c>.</summary>
public sealed class PropertyAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        DeclarationDescriptors.PropertyNotPartial,
        DeclarationDescriptors.StaticProperty,
        DeclarationDescriptors.IndexerProperty,
        DeclarationDescriptors.ReferenceProperty,
        DeclarationDescriptors.NoGetter,
        DeclarationDescriptors.InitAccessor,
        DeclarationDescriptors.RequiredProperty,
        DeclarationDescriptors.UnsupportedType,
        DeclarationDescriptors.NoDefault,
        DeclarationDescriptors.DefaultDoesNotFit,
        DeclarationDescriptors.PropertyOutsideModel,
        DeclarationDescriptors.CodecDoesNotFit,
        DeclarationDescriptors.MergeDoesNotFit,
        DeclarationDescriptors.MapDoesNotFit,
    ];

    private protected override void Register(RuleContext context, LibraryTypes types)
        => context.RegisterSymbolAction(Analyze, SymbolKind.Property);

    private static void Analyze(SymbolAnalysisContext context)
    {
        var property = (IPropertySymbol)context.Symbol;
        if (property.PartialDefinitionPart is null
            && SessionAttributes.FindPropertyAttribute(property) is { } attribute
            && FindProblem(property, attribute, context.CancellationToken) is { } diagnostic)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    /// <summary>Creates the diagnostic for a session property outside a session model.</summary>
    internal static Diagnostic CreateOutsideModel(IPropertySymbol property)
        => Create(Locations.Name(property), DeclarationDescriptors.PropertyOutsideModel, property.FullName(), property.ContainingType.Name);

    private static Diagnostic? FindProblem(IPropertySymbol property, AttributeData attribute, CancellationToken cancellationToken)
    {
        var model = property.ContainingType;
        if (!SessionAttributes.IsModel(model))
        {
            return CreateOutsideModel(property);
        }

        // Without partial properties in the language, only the language version is reported.
        return SessionModelRules.Examine(model) == ModelProblem.LanguageVersion
            ? null
            : FindProblem(SessionPropertyRules.Examine(property), property, attribute, cancellationToken);
    }

    private static Diagnostic? FindProblem(
        PropertyProblem problem, IPropertySymbol property, AttributeData attribute, CancellationToken cancellationToken)
    {
        var name = property.FullName();
        return problem switch
        {
            PropertyProblem.NotPartial => Create(Locations.Name(property), DeclarationDescriptors.PropertyNotPartial, name),
            PropertyProblem.Static => Create(
                Locations.Modifier(property, SyntaxKind.StaticKeyword, cancellationToken), DeclarationDescriptors.StaticProperty, name),
            PropertyProblem.Indexer =>
                Create(Locations.Name(property), DeclarationDescriptors.IndexerProperty, property.ContainingType.Name),
            PropertyProblem.ByReference =>
                Create(Locations.Type(property, cancellationToken), DeclarationDescriptors.ReferenceProperty, name),
            PropertyProblem.NoGetter => Create(Locations.Name(property), DeclarationDescriptors.NoGetter, name),
            PropertyProblem.InitAccessor =>
                Create(Locations.InitKeyword(property, cancellationToken), DeclarationDescriptors.InitAccessor, name),
            PropertyProblem.Required => Create(
                Locations.Modifier(property, SyntaxKind.RequiredKeyword, cancellationToken), DeclarationDescriptors.RequiredProperty, name),
            PropertyProblem.UnsupportedType => CreateUnsupportedType(property, cancellationToken),
            PropertyProblem.NoDefault => Create(
                Locations.Type(property, cancellationToken), DeclarationDescriptors.NoDefault, name, property.ValueType().ShortName()),
            PropertyProblem.DefaultDoesNotFit => CreateDefaultDoesNotFit(property, attribute, cancellationToken),
            PropertyProblem.CodecDoesNotFit => CreateCodecDoesNotFit(property, attribute, cancellationToken),
            PropertyProblem.MapDoesNotFit => CreateMapDoesNotFit(property, attribute, cancellationToken),
            PropertyProblem.MergeDoesNotFit => CreateMergeDoesNotFit(property, attribute, cancellationToken),
            _ => null,
        };
    }

    private static Diagnostic CreateMergeDoesNotFit(IPropertySymbol property, AttributeData attribute, CancellationToken cancellationToken)
    {
        var mode = MergeRules.GetMode(attribute);
        var (reason, advice) = mode switch
        {
            MergeMode.Sum or MergeMode.ThreeWay when SessionAttributes.GetLifetime(attribute) != 0 =>
                ("its value is stored with the time at which it expires", "remove 'Merge' or 'ExpiresAfterMinutes'"),
            MergeMode.Sum => ($"'{property.ValueType().ShortName()}' is not numeric", "remove 'Merge'"),
            MergeMode.ThreeWay when SessionAttributes.HasCodec(property) =>
                ("its codec stores the value as a whole", "remove 'Merge' or 'Codec'"),
            MergeMode.ThreeWay => (
                $"'{property.ValueType().ShortName()}' has no parts that change separately",
                "use a list, set, dictionary or mutable class, or remove 'Merge'"),
            _ => ("there is no such mode", "use a member of 'SessionMerge'"),
        };
        var location = Locations.Argument(attribute, KnownNames.Merge, cancellationToken) ?? Locations.Name(property);
        return Create(location, DeclarationDescriptors.MergeDoesNotFit, mode, property.FullName(), reason, advice);
    }

    private static Diagnostic CreateMapDoesNotFit(IPropertySymbol property, AttributeData attribute, CancellationToken cancellationToken)
    {
        const string Example = "set 'Key' to a text such as 'cart-{0}'";
        var (argument, reason, advice) = SessionMaps.Examine(property, attribute) switch
        {
            MapProblem.Setter => ("", "its items are set and not the map", "remove 'set'"),
            MapProblem.Nullable => ("", "a map is never null", "remove the '?'"),
            MapProblem.Pattern => (KnownNames.Key, "its key has no place for the keys of its items", Example),
            MapProblem.FormerPattern =>
                (KnownNames.FormerKeys, "a former key has no place for the keys of its items", "write '{0}' where they stood"),
            _ => (KnownNames.Key, "the key of one item can be the former key of another", "give it a 'Key' that begins differently"),
        };
        var location = Locations.Argument(attribute, argument, cancellationToken) ?? Locations.Name(property);
        return Create(location, DeclarationDescriptors.MapDoesNotFit, property.FullName(), reason, advice);
    }

    private static Diagnostic CreateUnsupportedType(IPropertySymbol property, CancellationToken cancellationToken)
    {
        var (reason, advice) = TypeProblemText.Create(TypeRules.Examine(property.ValueType()));
        return Create(
            Locations.Type(property, cancellationToken),
            DeclarationDescriptors.UnsupportedType,
            property.FullName(),
            property.ValueType().ShortName(),
            reason,
            advice);
    }

    private static Diagnostic CreateDefaultDoesNotFit(
        IPropertySymbol property, AttributeData attribute, CancellationToken cancellationToken)
    {
        var constant = SessionAttributes.GetDefault(property)?.ToCSharpString() ?? "";
        var location = Locations.Argument(attribute, KnownNames.Default, cancellationToken) ?? Locations.Name(property);
        return Create(location, DeclarationDescriptors.DefaultDoesNotFit, constant, property.FullName(), property.ValueType().ShortName());
    }

    private static Diagnostic CreateCodecDoesNotFit(IPropertySymbol property, AttributeData attribute, CancellationToken cancellationToken)
    {
        var codec = SessionAttributes.GetCodec(attribute)!;
        var type = property.ValueType().WithoutNullable().WithNullableAnnotation(NullableAnnotation.None);
        var expected = $"'SessionCodec<{type.ShortName()}>'";
        var (reason, advice) = CodecRules.Examine(codec, property) switch
        {
            CodecProblem.Abstract => ("is abstract", "specify a class that derives from it"),
            CodecProblem.FileLocal => ("is local to its file", "remove 'file'"),
            CodecProblem.NoConstructor => ("has no parameterless constructor that the model can call", "add a public one"),
            _ => ($"does not derive from {expected}", $"specify a class that derives from {expected}, or remove it"),
        };
        var location = Locations.Argument(attribute, KnownNames.Codec, cancellationToken) ?? Locations.Name(property);
        return Create(location, DeclarationDescriptors.CodecDoesNotFit, codec.ShortName(), property.FullName(), reason, advice);
    }

    private static Diagnostic Create(Location location, DiagnosticDescriptor rule, params object[] names)
        => Diagnostic.Create(rule, location, names);
}

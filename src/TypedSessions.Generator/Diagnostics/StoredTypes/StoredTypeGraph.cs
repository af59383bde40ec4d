using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.StoredTypes;

/// <summary>Walks all types that a value can consist of, and finds the first part that JSON does not restore.</summary>
/// <param name="includesFields">Whether the JSON has fields, by the options of the model's context.</param>
/// <param name="populates">Whether collections without a setter are filled, by the same options.</param>
internal sealed class StoredTypeGraph(bool includesFields, bool populates)
{
    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);

    public TypeLoss? Find(ITypeSymbol stored)
    {
        var type = stored.WithoutNullable().WithNullableAnnotation(NullableAnnotation.None);
        return type switch
        {
            { TypeKind: TypeKind.Enum } => null,
            _ when Scalars.CodecOf(type) is not null || !_seen.Add(type) => null,
            IArrayTypeSymbol array => Find(array.ElementType),
            INamedTypeSymbol named when !JsonShape.HasConverter(named) => FindInNamed(named),
            _ => null,
        };
    }

    private TypeLoss? FindInNamed(INamedTypeSymbol type)
        => LibraryTypeLosses.Find(type)
            ?? FindFirst(type.TypeArguments)
            ?? (JsonShape.IsOfLibrary(type) ? null : IsCollection(type) ? FindInCollection(type) : FindInObject(type));

    private TypeLoss? FindFirst(IEnumerable<ITypeSymbol> types) => types.Select(Find).FirstOrDefault(static loss => loss is not null);

    private static bool IsCollection(INamedTypeSymbol type)
        => type.AllInterfaces.Any(static implemented => implemented.SpecialType is SpecialType.System_Collections_IEnumerable);

    private TypeLoss? FindInCollection(INamedTypeSymbol type)
    {
        var added = JsonShape.GetMembers(type).FirstOrDefault(static member
            => member is IPropertySymbol { DeclaredAccessibility: Accessibility.Public, SetMethod.DeclaredAccessibility: Accessibility.Public, ExplicitInterfaceImplementations.IsEmpty: true }
                && !JsonShape.IsIgnored(member));
        return added is null
            ? FindFirst(type.AllInterfaces.SelectMany(static implemented => implemented.TypeArguments))
            : new($"a collection is stored as its elements, without '{Name(added)}'", "store a class that has the collection as a property");
    }

    private TypeLoss? FindInObject(INamedTypeSymbol type)
    {
        // Each class that may stand behind an abstract or polymorphic type says so in an attribute.
        var derived = type.GetAttributes()
            .Where(static attribute => attribute.AttributeClass.Is(KnownNames.JsonNamespace, "JsonDerivedTypeAttribute"))
            .Select(static attribute => attribute.ConstructorArguments.FirstOrDefault().Value)
            .OfType<ITypeSymbol>();
        return FindFirst(derived) ?? (type.IsAbstract || type.TypeKind is TypeKind.Interface ? null : FindInMembers(type));
    }

    private TypeLoss? FindInMembers(INamedTypeSymbol type)
    {
        var constructor = JsonShape.FindConstructor(type);
        if (constructor is null)
        {
            return new($"JSON cannot create a '{type.ShortName()}'", "give it a public constructor without parameters, or mark one with [JsonConstructor]");
        }

        var members = JsonShape.GetMembers(type).Where(static member => !JsonShape.IsIgnored(member)).ToArray();
        return FindUnboundParameter(constructor, type)
            ?? members.Select(member => FindInMember(member, constructor)).FirstOrDefault(static loss => loss is not null)
            ?? FindHiddenState(type, members, constructor);
    }

    private static TypeLoss? FindUnboundParameter(IMethodSymbol constructor, INamedTypeSymbol type)
    {
        var unbound = constructor.Parameters.FirstOrDefault(parameter => !JsonShape.GetMembers(type).Any(member => JsonShape.Binds(parameter, member))
            && !ImplicitMembers(type).Any(member => JsonShape.Binds(parameter, member)));
        return unbound is null
            ? null
            : new(
                $"parameter '{unbound.Name}' of the constructor of '{type.ShortName()}' has no property of its name and type",
                "rename one of them, or give the class a public constructor without parameters");
    }

    // The properties of a record's primary constructor.
    private static IEnumerable<ISymbol> ImplicitMembers(INamedTypeSymbol type)
        => type.GetMembers().Where(static member => member is IPropertySymbol { IsStatic: false });

    private TypeLoss? FindInMember(ISymbol member, IMethodSymbol constructor)
        => member switch
        {
            IFieldSymbol field => FindInField(field),
            IPropertySymbol property when IsWritten(property) => FindInProperty(property, constructor),
            _ => null,
        };

    private TypeLoss? FindInField(IFieldSymbol field)
        => includesFields || JsonShape.IsIncluded(field) ? FindInType(field, field.Type)
            : field is { DeclaredAccessibility: Accessibility.Public, IsConst: false }
                ? new($"JSON leaves out the field '{Name(field)}'", "make it a property, or put [JsonInclude] on it")
                : null;

    private static bool IsWritten(IPropertySymbol property)
        => property.GetMethod is { DeclaredAccessibility: Accessibility.Public } || JsonShape.IsIncluded(property);

    private TypeLoss? FindInProperty(IPropertySymbol property, IMethodSymbol constructor)
    {
        if (IsRestored(property, constructor))
        {
            return FindInType(property, property.Type);
        }

        // A getter that computes its value has nothing to lose.
        return property.SetMethod is null && !HoldsValue(property)
            ? null
            : new(
                $"JSON does not set '{Name(property)}', which has no public setter",
                property.SetMethod is null ? "give it 'init' or 'set'" : "make the setter public or 'init', or put [JsonInclude] on the property");
    }

    private bool IsRestored(IPropertySymbol property, IMethodSymbol constructor)
        => property.SetMethod is { DeclaredAccessibility: Accessibility.Public }
            || JsonShape.IsIncluded(property)
            || constructor.Parameters.Any(parameter => JsonShape.Binds(parameter, property))
            || (IsCollectionType(property.Type) && (populates || JsonShape.IsPopulated(property)));

    private static bool IsCollectionType(ITypeSymbol type)
        => type is INamedTypeSymbol named and not { SpecialType: SpecialType.System_String } && IsCollection(named);

    // An automatic property whose value is the same in each instance loses nothing.
    private static bool HoldsValue(IPropertySymbol property)
        => property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
            && !ConstantInitializer.IsOn(property);

    private TypeLoss? FindInType(ISymbol member, ITypeSymbol type)
    {
        if (JsonShape.HasConverter(member))
        {
            return null;
        }

        var problem = TypeRules.ExaminePart(type);
        if (problem is TypeProblem.None or TypeProblem.Unknown || (problem is TypeProblem.Tuple && includesFields))
        {
            return Find(type)?.In(Name(member));
        }

        var (reason, advice) = TypeProblemText.Of(problem);
        return new($"'{Name(member)}' cannot be stored ({reason})", advice);
    }

    private TypeLoss? FindHiddenState(INamedTypeSymbol type, ISymbol[] members, IMethodSymbol constructor)
        => members.Any(static member => member is IFieldSymbol { IsReadOnly: false })
            && !members.Any(member => member is IPropertySymbol property && IsRestored(property, constructor))
            && !members.Any(member => member is IFieldSymbol field && (includesFields || JsonShape.IsIncluded(field)))
            ? new($"'{type.ShortName()}' has no property that JSON could set", "store a class whose properties have public setters")
            : null;

    private static string Name(ISymbol member) => $"{member.ContainingType.ShortName()}.{member.Name}";
}

using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.StoredTypes;

/// <summary>Visits all types that a value can consist of, and finds the first part that JSON does not restore.</summary>
/// <param name="includesFields">Whether the model's JSON context includes fields.</param>
/// <param name="populates">Whether the model's JSON context populates members without a setter.</param>
internal sealed class StoredTypeGraph(bool includesFields, bool populates)
{
    // Limits types that grow with every step: Node<T> with a property of type Node<List<T>>.
    private const int MaxDepth = 32;

    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);
    private int _depth;

    public TypeLoss? Find(ITypeSymbol stored)
    {
        var type = stored.WithoutNullable().WithNullableAnnotation(NullableAnnotation.None);
        if (type.TypeKind == TypeKind.Enum || Scalars.GetCodec(type) is not null || _depth >= MaxDepth || !_seen.Add(type))
        {
            return null;
        }

        _depth++;
        var loss = type switch
        {
            IArrayTypeSymbol array => Find(array.ElementType),
            INamedTypeSymbol named when !JsonShape.HasConverter(named) => FindInNamed(named),
            _ => null,
        };
        _depth--;
        return loss;
    }

    private TypeLoss? FindInNamed(INamedTypeSymbol type)
    {
        if (LibraryTypeLosses.Find(type, includesFields) is { } loss)
        {
            return loss;
        }

        // The elements of .NET types are checked, and the members of the application's types.
        return JsonShape.IsLibraryType(type) ? FindFirst(type.TypeArguments)
            : IsCollection(type) ? FindInCollection(type)
            : FindInObject(type);
    }

    private TypeLoss? FindFirst(IEnumerable<ITypeSymbol> types) => types.Select(Find).FirstOrDefault(static loss => loss is not null);

    private static bool IsCollection(INamedTypeSymbol type)
        => type.AllInterfaces.Any(static implemented => implemented.SpecialType is SpecialType.System_Collections_IEnumerable);

    private TypeLoss? FindInCollection(INamedTypeSymbol type)
    {
        var added = JsonShape.GetMembers(type).FirstOrDefault(static member
            => member is IPropertySymbol
            {
                DeclaredAccessibility: Accessibility.Public,
                ExplicitInterfaceImplementations.IsEmpty: true,
            } property
                && property.SetMethod is { DeclaredAccessibility: Accessibility.Public }
                && !JsonShape.IsIgnored(member));
        return added is null
            ? FindFirst(type.AllInterfaces.SelectMany(static implemented => implemented.TypeArguments))
            : new(
                $"a collection is stored as its elements, without '{GetName(added)}'",
                "store a class that has the collection as a property");
    }

    private TypeLoss? FindInObject(INamedTypeSymbol type)
    {
        // Attributes list the implementations of an abstract or polymorphic type.
        var derived = type.GetAttributes()
            .Where(static attribute => attribute.AttributeClass.Is(KnownNames.JsonNamespace, "JsonDerivedTypeAttribute"))
            .Select(static attribute => attribute.ConstructorArguments.FirstOrDefault().Value)
            .OfType<ITypeSymbol>();
        return FindFirst(derived) ?? (type.IsAbstract || type.TypeKind is TypeKind.Interface ? null : FindInMembers(type));
    }

    private TypeLoss? FindInMembers(INamedTypeSymbol type)
    {
        var constructor = JsonConstructor.Find(type);

        // A reference assembly does not show private constructors.
        var isShown = type.Locations.Any(static location => location.IsInSource);
        if (constructor is null)
        {
            return isShown
                ? new(
                    $"JSON cannot create a '{type.ShortName()}'",
                    "add a public parameterless constructor, or mark one with [JsonConstructor]")
                : null;
        }

        return (isShown ? FindUnboundParameter(constructor, type) : null)
            ?? JsonShape.GetMembers(type)
                .Where(static member => !JsonShape.IsIgnored(member))
                .Select(member => FindInMember(member, type, constructor))
                .FirstOrDefault(static loss => loss is not null);
    }

    private static TypeLoss? FindUnboundParameter(JsonConstructor constructor, INamedTypeSymbol type)
        => constructor.FindUnbound(type) is { } unbound
            ? new(
                $"parameter '{unbound.Name}' of the constructor of '{type.ShortName()}' has no property of its name and type",
                "rename one of them, or add a public parameterless constructor")
            : null;

    private TypeLoss? FindInMember(ISymbol member, INamedTypeSymbol type, JsonConstructor constructor)
        => member switch
        {
            IFieldSymbol field => FindInField(field, constructor),
            IPropertySymbol property when IsWritten(property) => FindInProperty(property, type, constructor),
            _ => null,
        };

    private TypeLoss? FindInField(IFieldSymbol field, JsonConstructor constructor)
    {
        if (includesFields || JsonShape.IsIncluded(field))
        {
            return FindInType(field, field.Type);
        }

        var isLost = field is { DeclaredAccessibility: Accessibility.Public, IsConst: false }
            && !(field.IsReadOnly && (MemberInitializer.MakesSameValue(field) || constructor.Restores(field)));
        return isLost ? new($"JSON omits the field '{GetName(field)}'", "make it a property, or add [JsonInclude]") : null;
    }

    private static bool IsWritten(IPropertySymbol property)
        => property.GetMethod is { DeclaredAccessibility: Accessibility.Public } || JsonShape.IsIncluded(property);

    private TypeLoss? FindInProperty(IPropertySymbol property, INamedTypeSymbol type, JsonConstructor constructor)
    {
        if (property.SetMethod is { DeclaredAccessibility: Accessibility.Public }
            || JsonShape.IsIncluded(property)
            || constructor.Restores(property)
            || populates
            || JsonShape.IsPopulated(property))
        {
            return FindInType(property, property.Type);
        }

        return IsLost(property, type)
            ? new(
                $"JSON does not set '{GetName(property)}', which has no public setter",
                property.SetMethod is null
                    ? "add 'init' or 'set'"
                    : "make the setter public or 'init', or add [JsonInclude]")
            : null;
    }

    // Computed properties and properties with a constant initializer lose nothing, and a base class's constructor may set its own.
    // Collections are filled later.
    private static bool IsLost(IPropertySymbol property, INamedTypeSymbol type)
    {
        if (property.SetMethod is null && !IsAutoProperty(property))
        {
            return false;
        }

        return IsCollectionType(property.Type)
            || property.SetMethod is not null
            || (!MemberInitializer.MakesSameValue(property) && SymbolEqualityComparer.Default.Equals(property.ContainingType, type));
    }

    private static bool IsCollectionType(ITypeSymbol type)
        => type is INamedTypeSymbol named and not { SpecialType: SpecialType.System_String } && IsCollection(named);

    private static bool IsAutoProperty(IPropertySymbol property)
        => property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private TypeLoss? FindInType(ISymbol member, ITypeSymbol type)
    {
        if (JsonShape.HasConverter(member) || _depth >= MaxDepth)
        {
            return null;
        }

        var problem = TypeRules.ExaminePart(type);
        if (problem is TypeProblem.None or TypeProblem.Unknown || (problem is TypeProblem.Tuple && includesFields))
        {
            return Find(type)?.ForMember(GetName(member));
        }

        var (reason, advice) = TypeProblemText.Create(problem);
        return new($"'{GetName(member)}' cannot be stored ({reason})", advice);
    }

    private static string GetName(ISymbol member) => $"{member.ContainingType.ShortName()}.{member.Name}";
}

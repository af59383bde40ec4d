using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Shape;

/// <summary>What the models of a project store now.</summary>
internal sealed class CurrentShape
{
    private readonly Dictionary<string, INamedTypeSymbol> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ambiguous = new(StringComparer.Ordinal);
    private readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);

    private CurrentShape()
    {
    }

    /// <summary>Gets the session properties with their lines.</summary>
    public List<StoredKey> Keys { get; } = [];

    /// <summary>Gets the stored types of the application by their names.</summary>
    public IEnumerable<KeyValuePair<string, INamedTypeSymbol>> Types => _types.Where(type => !_ambiguous.Contains(type.Key));

    public static CurrentShape From(IEnumerable<INamedTypeSymbol> models)
    {
        var shape = new CurrentShape();
        foreach (var model in models)
        {
            var prefix = SessionAttributes.GetPrefix(model);
            foreach (var claim in KeyClaims(model))
            {
                var former = FormerKeys.GetAll(claim.Attribute).Select(key => prefix + key).ToArray();
                var type = StoredTypeName.Create(claim.Property, claim.Attribute);
                shape.Keys.Add(new(claim.Property, claim.Attribute, ShapeLine.CreateKey(model.Name, claim.Key, type, former), former));
                if (SessionAttributes.GetCodec(claim.Attribute) is null)
                {
                    shape.Visit(claim.Property.ValueType());
                }
            }
        }

        return shape;
    }

    /// <summary>Returns the lines of a stored type.</summary>
    public static IEnumerable<(ShapeLine Line, ISymbol Symbol)> GetLines(string name, INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum)
        {
            var members = type.GetMembers().OfType<IFieldSymbol>().Where(static member => member.HasConstantValue)
                .Select(static member => $"{member.Name}={FormattableString.Invariant($"{member.ConstantValue}")}");
            return [(new ShapeLine(ShapeKind.Enum, name, "", string.Join(" ", members)), type)];
        }

        return JsonMembers.GetProperties(type).Select(member => (
            new ShapeLine(ShapeKind.Member, name, JsonMembers.GetName(member), StoredTypeName.Create(member.Type)), (ISymbol)member));
    }

    private static IEnumerable<(string Key, IPropertySymbol Property, AttributeData Attribute)> KeyClaims(INamedTypeSymbol model)
        => Declaration.KeyClaim.From(model, isOwn: true)
            .Where(static claim => SessionPropertyRules.Examine(claim.Property, claim.Attribute, out _) == PropertyProblem.None)
            .Select(static claim => (claim.Key, claim.Property, claim.Attribute));

    private void Visit(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            Visit(array.ElementType);
        }
        else if (type is INamedTypeSymbol named && _visited.Add(named))
        {
            foreach (var argument in named.TypeArguments)
            {
                Visit(argument);
            }

            if (IsRecorded(named))
            {
                Add(named);
            }
        }
    }

    private void Add(INamedTypeSymbol type)
    {
        var name = StoredTypeName.Create(type);
        if (_types.ContainsKey(name))
        {
            _ambiguous.Add(name);
        }

        _types[name] = type;
        if (type.TypeKind != TypeKind.Enum)
        {
            foreach (var member in JsonMembers.GetProperties(type))
            {
                Visit(member.Type);
            }
        }
    }

    private static bool IsRecorded(INamedTypeSymbol type)
        => type.TypeKind is TypeKind.Enum or TypeKind.Class or TypeKind.Struct
            && type.ContainingNamespace.RootName() != "System"
            && Scalars.GetCodec(type) is null
            && !JsonMembers.HasConverter(type);
}

/// <summary>A session property in the shape.</summary>
/// <param name="Property">The property.</param>
/// <param name="Attribute">Its attribute.</param>
/// <param name="Line">Its line.</param>
/// <param name="Former">Its former keys with their prefix.</param>
internal sealed record StoredKey(IPropertySymbol Property, AttributeData Attribute, ShapeLine Line, string[] Former);

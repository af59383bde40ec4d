using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TypedSessions.Models.Codecs;

/// <summary>Compares a value with the one that was read from its stored form, to detect parts that were lost without an error.</summary>
/// <param name="options">The options with the metadata of the types.</param>
/// <param name="compareScalars">
/// Whether to compare scalars and the sizes of collections, too. JSON writes each of them; the codec of an application may not.
/// </param>
internal sealed class RoundTrip(JsonSerializerOptions options, bool compareScalars = false)
{
    private const BindingFlags Open = BindingFlags.Instance | BindingFlags.Public;
    private const string TrimmedMembers = "No code uses a member that was trimmed, so nothing can be lost with it.";
    private const string Changed = "a part of it comes back as another value. Encode and decode every part of the value.";

    // With preserved references, an object of a graph can be reached repeatedly.
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Returns what the value has lost and what to do, or <see langword="null"/> if it has lost nothing.</summary>
    /// <param name="value">The value.</param>
    /// <param name="restored">The value that was read from its stored form.</param>
    /// <param name="declared">The type as which it was written.</param>
    public string? FindLoss(object? value, object? restored, Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (compareScalars && (value is null || restored is null || ScalarCodecs.IsScalar(type)))
        {
            return Equals(value, restored) ? null : Changed;
        }

        if (value is null
            || restored is null
            || !options.TryGetTypeInfo(type, out var info)
            || (!value.GetType().IsValueType && !_seen.Add(value)))
        {
            return null;
        }

        return info.Kind switch
        {
            JsonTypeInfoKind.Object => FindLossOfObject(value, restored, info),
            JsonTypeInfoKind.Dictionary or JsonTypeInfoKind.Enumerable => FindLossOfCollection(value, restored, info),
            _ when type == typeof(object) && value.GetType() != restored.GetType() =>
                $"a {TypeName.Short(value.GetType())} in a member of type object comes back as a {TypeName.Short(restored.GetType())}. "
                + "Declare the type of the value.",
            _ => null,
        };
    }

    private string? FindLossOfObject(object value, object restored, JsonTypeInfo declared)
    {
        if (IsSliced(value, restored))
        {
            return Sliced(value.GetType(), declared.Type);
        }

        // The text of a StringBuilder is only available by an indexer.
        if (value is StringBuilder text && restored is StringBuilder other && !text.Equals(other))
        {
            return "a StringBuilder is stored without its text. Store a string.";
        }

        var info = options.TryGetTypeInfo(restored.GetType(), out var actual) ? actual : declared;
        return FindLossOfMembers(value, restored, info) ?? FindLostField(value, restored, info);
    }

    private string? FindLossOfMembers(object value, object restored, JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
        {
            if (property is { Get: { } get, CustomConverter: null, IsExtensionData: false }
                && FindLoss(get(value), get(restored), property.PropertyType) is { } loss)
            {
                return loss;
            }
        }

        return null;
    }

    // JSON omits fields, and is empty for a type without public properties.
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = TrimmedMembers)]
    private static string? FindLostField(object value, object restored, JsonTypeInfo info)
    {
        var kind = Open | (info.Properties.Count == 0 ? BindingFlags.NonPublic : default);
        var lost = restored.GetType().GetFields(kind)
            .Where(field => IsLeftOut(field, info))
            .FirstOrDefault(field => !AreAlike(field.GetValue(value), field.GetValue(restored)));
        if (lost is null)
        {
            return null;
        }

        var name = $"{TypeName.Short(lost.DeclaringType!)}.{lost.Name}";
        return lost.IsPublic
            ? $"the field {name} is not stored. Make it a property, or put [JsonInclude] on it."
            : $"{TypeName.Short(info.Type)} has no public property, so its JSON is empty. Store a type with public properties.";
    }

    private static bool IsLeftOut(FieldInfo field, JsonTypeInfo info)
        => !field.IsDefined(typeof(JsonIgnoreAttribute))
            && !info.Properties.Any(property => property.AttributeProvider is FieldInfo stored
                && stored.Name == field.Name
                && stored.DeclaringType == field.DeclaringType);

    private string? FindLossOfCollection(object value, object restored, JsonTypeInfo info)
    {
        if (IsSliced(value, restored))
        {
            return Sliced(value.GetType(), info.Type);
        }

        if (compareScalars && !HaveSameSize(value, restored))
        {
            return Changed;
        }

        return FindLostComparer(value, restored)
            ?? FindLostProperty(value, restored)
            ?? (info.Kind is JsonTypeInfoKind.Dictionary
                ? FindLossOfEntries(value, restored, info)
                : FindLossOfElements(value, restored, info));
    }

    private static bool HaveSameSize(object value, object restored)
        => value is not IEnumerable elements
            || restored is not IEnumerable others
            || elements.Cast<object?>().Count() == others.Cast<object?>().Count();

    private static string? FindLostComparer(object value, object restored)
        => FindComparer(value) is { } comparer
            && FindComparer(restored) is { } other
            && comparer.PropertyType == other.PropertyType
            && !AreSameComparer(comparer.GetValue(value), other.GetValue(restored))
            ? $"the comparer of the {TypeName.Short(value.GetType())} is not stored. "
                + "Use the default comparer, with keys that are all in one case for example."
            : null;

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = TrimmedMembers)]
    private static PropertyInfo? FindComparer(object collection)
        => collection.GetType().GetProperty("Comparer") ?? collection.GetType().GetProperty("KeyComparer");

    // Sorted collections order strings by the culture unless they have a comparer, and so
    // differ from an ordinal one. A class's own constructor makes the same comparer again.
    private static bool AreSameComparer(object? comparer, object? other)
        => Equals(comparer, other)
            || comparer?.GetType() == other?.GetType()
            || (ReferenceEquals(comparer, StringComparer.Ordinal) && other is IEqualityComparer);

    // A collection is stored as its elements, without the properties that a class adds.
    private static string? FindLostProperty(object value, object restored)
        => FindData(value).FirstOrDefault(property => property.DeclaringType!.IsInstanceOfType(restored)
            && !AreAlike(property.GetValue(value), property.GetValue(restored))) is { } lost
            ? $"the property {TypeName.Short(lost.DeclaringType!)}.{lost.Name} is not stored, because a collection is stored as its "
                + "elements. Store a class that has the collection as a property."
            : null;

    // A value of a derived type is written as its base type, unless the base type is polymorphic.
    private static bool IsSliced(object value, object restored)
        => value.GetType() != restored.GetType() && FindData(value).Any(property => !property.DeclaringType!.IsInstanceOfType(restored));

    // The properties that hold data: not those that compute it, and not those of
    // .NET's own classes or of the proxies that an ORM makes at run time.
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = TrimmedMembers)]
    private static IEnumerable<PropertyInfo> FindData(object value)
        => value.GetType().GetProperties(Open).Where(static property => property is { CanRead: true, DeclaringType: { } type }
            && property.GetIndexParameters().Length == 0
            && type.Namespace?.Split('.')[0] is not ("System" or "Microsoft")
            && !type.Assembly.IsDynamic
            && !property.IsDefined(typeof(JsonIgnoreAttribute))
            && HasStorage(property, type));

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = TrimmedMembers)]
    private static bool HasStorage(PropertyInfo property, Type type)
        => property.SetMethod is { IsPublic: true }
            || type.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    private string? FindLossOfEntries(object value, object restored, JsonTypeInfo info)
    {
        if (value is IDictionary entries && restored is IDictionary others)
        {
            return FindFirstLoss(entries.Keys.Cast<object>().Where(others.Contains).Select(key => (entries[key], others[key])), info);
        }

        // Dictionaries of text to objects that have no interface for keys of all types.
        return value is IEnumerable<KeyValuePair<string, object?>> properties
            && restored is IEnumerable<KeyValuePair<string, object?>> otherProperties
            ? FindFirstLoss(properties.Zip(otherProperties, static (left, right) => (left.Value, right.Value)), info)
            : null;
    }

    // A set has no order, so its elements cannot be paired.
    private string? FindLossOfElements(object value, object restored, JsonTypeInfo info)
        => value is IEnumerable elements && restored is IEnumerable others && !(compareScalars && IsSet(value))
            ? FindFirstLoss(elements.Cast<object?>().Zip(others.Cast<object?>()), info)
            : null;

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = TrimmedMembers)]
    private static bool IsSet(object value)
        => Array.Exists(
            value.GetType().GetInterfaces(),
            static type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlySet<>));

    private string? FindFirstLoss(IEnumerable<(object? Value, object? Restored)> pairs, JsonTypeInfo info)
        => info.ElementType is { } type
            ? pairs.Select(pair => FindLoss(pair.Value, pair.Restored, type)).FirstOrDefault(static loss => loss is not null)
            : null;

    private static string Sliced(Type type, Type declared)
        => $"the value is a {TypeName.Short(type)}, whose own properties are not stored. Declare the property as {TypeName.Short(type)}, "
            + $"or put [JsonDerivedType] on {TypeName.Short(declared)}.";

    private static bool AreAlike(object? left, object? right)
        => Equals(left, right)
            || (left is IEnumerable first && right is IEnumerable second && first.Cast<object?>().SequenceEqual(second.Cast<object?>()));
}

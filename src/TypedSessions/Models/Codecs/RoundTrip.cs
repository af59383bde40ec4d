using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TypedSessions;

/// <summary>Compares a value with what was read from its JSON, and finds what JSON leaves out without an error.</summary>
internal sealed class RoundTrip(JsonSerializerOptions options, int maxDepth)
{
    private const string TrimmedMembers = "No code uses a member that was trimmed, so nothing can be lost with it.";

    /// <summary>Returns what the value has lost and what to do, or <see langword="null"/> if it has lost nothing.</summary>
    /// <param name="value">The value.</param>
    /// <param name="restored">What was read from its JSON.</param>
    /// <param name="declared">The type as which it was written.</param>
    /// <param name="depth">How many values contain this one.</param>
    public string? FindLoss(object? value, object? restored, Type declared, int depth = 0)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (value is null || restored is null || depth > maxDepth || !options.TryGetTypeInfo(type, out var info))
        {
            return null;
        }

        return info.Kind switch
        {
            JsonTypeInfoKind.Object => FindLossOfObject(value, restored, info, depth),
            JsonTypeInfoKind.Dictionary or JsonTypeInfoKind.Enumerable => FindLossOfCollection(value, restored, info, depth),
            _ when type == typeof(object) && value.GetType() != restored.GetType() =>
                $"a {TypeName.Short(value.GetType())} in a member of type object comes back as a {TypeName.Short(restored.GetType())}. "
                + "Declare the type of the value.",
            _ => null,
        };
    }

    private string? FindLossOfObject(object value, object restored, JsonTypeInfo declared, int depth)
    {
        var type = value.GetType();
        var isSame = type == restored.GetType();
        var isKnown = options.TryGetTypeInfo(type, out var actual);
        if (!isSame && !(isKnown && actual!.Properties.Count <= declared.Properties.Count))
        {
            return Sliced(type, declared.Type);
        }

        // Its text is behind an indexer.
        if (value is StringBuilder text && restored is StringBuilder other && !text.Equals(other))
        {
            return "a StringBuilder is stored without its text. Store a string.";
        }

        var info = isSame && isKnown ? actual! : declared;
        return FindLossOfMembers(value, restored, info, depth) ?? FindLostField(value, restored, info);
    }

    private string? FindLossOfMembers(object value, object restored, JsonTypeInfo info, int depth)
    {
        foreach (var property in info.Properties)
        {
            if (property is { Get: { } get, CustomConverter: null, IsExtensionData: false }
                && FindLoss(get(value), get(restored), property.PropertyType, depth + 1) is { } loss)
            {
                return loss;
            }
        }

        return null;
    }

    // JSON has no fields. Of a type without a property in JSON, it has nothing at all.
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = TrimmedMembers)]
    private static string? FindLostField(object value, object restored, JsonTypeInfo info)
    {
        var kind = BindingFlags.Instance | BindingFlags.Public | (info.Properties.Count == 0 ? BindingFlags.NonPublic : default);
        var lost = Array.Find(restored.GetType().GetFields(kind), field => IsLeftOut(field, info) && !AreAlike(field.GetValue(value), field.GetValue(restored)));
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
        => field.GetCustomAttribute<JsonIgnoreAttribute>() is null && !info.Properties.Any(property => property.AttributeProvider as FieldInfo == field);

    private string? FindLossOfCollection(object value, object restored, JsonTypeInfo info, int depth)
        => FindLostComparer(value, restored)
            ?? FindLostProperty(value, restored, info)
            ?? (info.Kind is JsonTypeInfoKind.Dictionary ? FindLossOfEntries(value, restored, info, depth) : FindLossOfElements(value, restored, info, depth));

    private static string? FindLostComparer(object value, object restored)
        => FindComparer(value) is { } comparer
            && FindComparer(restored) is { } other
            && comparer.PropertyType == other.PropertyType
            && !AreSameComparer(comparer.GetValue(value), other.GetValue(restored))
            ? $"the comparer of the {TypeName.Short(value.GetType())} is not stored. Use the default comparer, with keys that are all in one case for example."
            : null;

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = TrimmedMembers)]
    private static PropertyInfo? FindComparer(object collection)
        => collection.GetType().GetProperty("Comparer") ?? collection.GetType().GetProperty("KeyComparer");

    // Sorted collections order strings by the culture unless they have a comparer, and so differ from an ordinal one.
    private static bool AreSameComparer(object? comparer, object? other)
        => Equals(comparer, other) || (ReferenceEquals(comparer, StringComparer.Ordinal) && other is IEqualityComparer);

    // A collection is stored as its elements, without the properties that a class adds.
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = TrimmedMembers)]
    private static string? FindLostProperty(object value, object restored, JsonTypeInfo info)
    {
        var added = value.GetType().GetProperties().Where(static property => property.CanRead
            && property.GetIndexParameters().Length == 0
            && property.DeclaringType?.Namespace?.Split('.')[0] is not ("System" or "Microsoft")
            && property.GetCustomAttribute<JsonIgnoreAttribute>() is null);
        var lost = added.FirstOrDefault(property => !property.DeclaringType!.IsInstanceOfType(restored)
            || !AreAlike(property.GetValue(value), property.GetValue(restored)));
        return lost is null ? null
            : !lost.DeclaringType!.IsInstanceOfType(restored) ? Sliced(value.GetType(), info.Type)
            : $"the property {TypeName.Short(lost.DeclaringType)}.{lost.Name} is not stored, because a collection is stored as its elements. "
                + "Store a class that has the collection as a property.";
    }

    private string? FindLossOfEntries(object value, object restored, JsonTypeInfo info, int depth)
    {
        if (value is IDictionary entries && restored is IDictionary others)
        {
            var pairs = entries.Keys.Cast<object>().Where(others.Contains).Select(key => (entries[key], others[key]));
            return FindFirstLoss(pairs, info, depth);
        }

        // Dictionaries of text to objects that have no interface for keys of all types.
        return value is IEnumerable<KeyValuePair<string, object?>> properties && restored is IEnumerable<KeyValuePair<string, object?>> otherProperties
            ? FindFirstLoss(properties.Zip(otherProperties, static (left, right) => (left.Value, right.Value)), info, depth)
            : null;
    }

    private string? FindLossOfElements(object value, object restored, JsonTypeInfo info, int depth)
        => value is IEnumerable elements && restored is IEnumerable others
            ? FindFirstLoss(elements.Cast<object?>().Zip(others.Cast<object?>()), info, depth)
            : null;

    private string? FindFirstLoss(IEnumerable<(object? Value, object? Restored)> pairs, JsonTypeInfo info, int depth)
        => info.ElementType is { } type
            ? pairs.Select(pair => FindLoss(pair.Value, pair.Restored, type, depth + 1)).FirstOrDefault(static loss => loss is not null)
            : null;

    private static string Sliced(Type type, Type declared)
        => $"the value is a {TypeName.Short(type)}, whose own properties are not stored. Declare the property as {TypeName.Short(type)}, or put "
            + $"[JsonDerivedType] on {TypeName.Short(declared)}.";

    private static bool AreAlike(object? left, object? right)
        => Equals(left, right) || (left is IEnumerable first && right is IEnumerable second && !first.Cast<object>().Any() && !second.Cast<object>().Any());
}

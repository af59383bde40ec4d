using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace TypedSessions.Dashboard.Views;

/// <summary>Describes the values of a session: the properties to which they belong, and the text that is shown.</summary>
internal sealed class ValueReader
{
    private const int MaxLength = 500;
    private const string LibraryPrefix = "__ts.";

    private readonly (SessionModelRegistration Registration, SessionProperty Property)[] _properties;
    private readonly JsonSerializerOptions? _json;

    public ValueReader(ISessionDiagnostics diagnostics, IOptions<TypedSessionsOptions> options, SessionDashboardOptions dashboard)
    {
        ShowsValues = dashboard.ShowValues;
        _json = options.Value.JsonSerializerOptions;
        _properties = [.. diagnostics.Models.SelectMany(static model => model.Properties.Select(property => (model, property)))];
    }

    /// <summary>Gets whether values are shown.</summary>
    public bool ShowsValues { get; }

    /// <summary>Describes the values in the order of their keys.</summary>
    public IReadOnlyList<ValueView> Read(SessionValues values)
        => values.IsReadable
            ? [.. values.OrderBy(static value => value.Key, StringComparer.Ordinal).Select(value => Read(value.Key, value.Value))]
            : [];

    private static string Format(SessionProperty property, ReadOnlySpan<byte> bytes, JsonSerializerOptions? json)
    {
        try
        {
            var text = property.Decode(bytes, json) switch
            {
                null => "null",
                string value => value,
                bool value => value ? "true" : "false",
                byte[] value => Convert.ToHexStringLower(value),
                IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
                _ => Encoding.UTF8.GetString(bytes),
            };
            return text.Length > MaxLength ? $"{text[..MaxLength]}…" : text;
        }
        catch (Exception)
        {
            // A converter of the application may throw anything, and the other values are still shown.
            return "unreadable";
        }
    }

    // A property that the trimmer has removed counts as sensitive, because its attribute cannot be read.
    private static bool IsSensitive(SessionModelRegistration registration, SessionProperty property)
    {
        const BindingFlags Declared
            = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var declared = registration.Model.GetProperty(property.Name, Declared);
        return declared is null || IsMarked(declared) || IsMarked(registration.Model) || IsMarked(property.Type);
    }

    private static bool IsMarked(MemberInfo member) => member.IsDefined(typeof(SensitiveSessionDataAttribute), inherit: true);

    private ValueView Read(string key, ReadOnlyMemory<byte> bytes)
    {
        var claims = _properties.Where(claim => claim.Registration.Matches(claim.Property, key)).ToList();
        if (claims is not [var (registration, property), ..])
        {
            var owner = key.StartsWith(LibraryPrefix, StringComparison.Ordinal) ? "TypedSessions" : null;
            return new ValueView(key, owner, Type: null, bytes.Length, IsMasked: false, Value: null);
        }

        var isMasked = claims.Exists(static claim => IsSensitive(claim.Registration, claim.Property));
        return new ValueView(
            key,
            $"{registration.Model.Name}.{property.Name}",
            GetName(property.Type),
            bytes.Length,
            isMasked,
            ShowsValues && !isMasked ? Format(property, bytes.Span, _json) : null);
    }

    // List<CartLine>, and not List`1.
    private static string GetName(Type type)
        => Nullable.GetUnderlyingType(type) is { } inner ? $"{GetName(inner)}?"
            : type.IsArray ? $"{GetName(type.GetElementType()!)}[]"
            : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(GetName))}>"
            : type.Name;
}

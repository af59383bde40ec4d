using System.Globalization;
using System.Reflection;

namespace TypedSessions.Hosting;

/// <summary>An option that the configuration can set.</summary>
internal sealed class OptionSetting(PropertyInfo property)
{
    private static readonly Dictionary<Type, (string Expected, Func<string, object?> Parse)> Formats = new()
    {
        [typeof(string)] = ("a text that is not empty", static text => text.Length > 0 ? text : null),
        [typeof(ISet<string>)] = (
            "a comma-separated list",
            static text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        [typeof(bool)] = ("true or false", static text => bool.TryParse(text, out var value) ? value : null),
        [typeof(int)] = ("a whole number", static text => int.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null),
        [typeof(long)] = ("a whole number", static text => long.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null),

        // .NET parses "20" as 20 days, which is rarely meant: the unit has to be visible.
        [typeof(TimeSpan)] = (
            "a time as days.hours:minutes:seconds, like 14.00:00:00 for 14 days or 00:20:00 for 20 minutes",
            static text => text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null),
    };

    private readonly (string Expected, Func<string, object?> Parse) _format = GetFormat(GetValueType(property));

    /// <summary>Gets the description of a valid value, to complete "It must be".</summary>
    public string Expected => _format.Expected;

    /// <summary>Returns whether text can express the option.</summary>
    public static bool IsSupported(PropertyInfo property)
        => GetValueType(property) is var type
            && (type.IsEnum || Formats.ContainsKey(type))
            && (property.SetMethod is { IsPublic: true } || type == typeof(ISet<string>));

    /// <summary>Returns whether a text is a value of the option.</summary>
    public bool CanParse(string text) => _format.Parse(text) is not null;

    /// <summary>Sets the option if the text is a value of it.</summary>
    public void Apply(object options, string text)
    {
        switch (_format.Parse(text))
        {
            case null:
                break;
            case string[] names:
                ((ISet<string>)property.GetValue(options)!).UnionWith(names);
                break;
            case var value:
                property.SetValue(options, value);
                break;
        }
    }

    private static Type GetValueType(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static (string Expected, Func<string, object?> Parse) GetFormat(Type type)
        => type.IsEnum
            ? (string.Join(" or ", Enum.GetNames(type)),
                text => Enum.TryParse(type, text, ignoreCase: true, out var value) && Enum.IsDefined(type, value) ? value : null)
            : Formats[type];
}

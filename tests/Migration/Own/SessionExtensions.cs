using System.Text.Json;

namespace Migration.Own;

/// <summary>A copy of the helper in ASP.NET Core's documentation.</summary>
public static class SessionExtensions
{
    public static void Set<T>(this ISession session, string key, T value) => session.SetString(key, JsonSerializer.Serialize(value));

    public static T? Get<T>(this ISession session, string key)
    {
        var value = session.GetString(key);
        return value == null ? default : JsonSerializer.Deserialize<T>(value);
    }
}

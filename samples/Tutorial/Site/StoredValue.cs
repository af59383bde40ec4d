using System.Text;
using Tutorial.Models;
using TypedSessions;

namespace Tutorial;

/// <summary>Formats stored values: by the model that has the key, as UTF-8, or as hexadecimal digits.</summary>
internal static class StoredValue
{
    private static readonly Dictionary<string, SessionProperty> Properties = new[]
    {
        GetProperties<BookSession>(),
        GetProperties<NameSession>(),
        GetProperties<LoginSession>(),
    }.SelectMany(properties => properties).ToDictionary(property => property.Key, StringComparer.Ordinal);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns the text of a stored value.</summary>
    public static string Decode(string key, ReadOnlySpan<byte> stored)
        => Properties.TryGetValue(key, out var property) ? $"{property.Decode(stored)}" : Guess(stored);

    private static IReadOnlyList<SessionProperty> GetProperties<TModel>()
        where TModel : class, ISessionModel<TModel>
        => TModel.Properties;

    private static string Guess(ReadOnlySpan<byte> stored)
    {
        try
        {
            var text = StrictUtf8.GetString(stored);
            return text.Any(char.IsControl) ? Convert.ToHexStringLower(stored) : text;
        }
        catch (DecoderFallbackException)
        {
            return Convert.ToHexStringLower(stored);
        }
    }
}

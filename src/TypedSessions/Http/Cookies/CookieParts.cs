using System.Text;

namespace TypedSessions.Http.Cookies;

/// <summary>
/// A sealed record in parts of a cookie's size. The first part begins with the number of parts. If there are several, each begins with a
/// mark of its record, so that parts of two records are not combined. The seal proves that the result is genuine.
/// </summary>
internal static class CookieParts
{
    /// <summary>The maximum number of parts.</summary>
    public const int MaxParts = CookieEngineOptions.MaxCookiesLimit;

    /// <summary>The maximum length of a part.</summary>
    public const int MaxPartLength = 1 + MarkLength + CookieEngineOptions.CharactersPerCookie;

    private const int MarkLength = 6;

    /// <summary>Splits a text into parts.</summary>
    public static string[] Split(string text)
    {
        if (text.Length <= CookieEngineOptions.CharactersPerCookie)
        {
            return ["1" + text];
        }

        // The end of a seal is practically random.
        var mark = text[^MarkLength..];
        var parts = text.Chunk(CookieEngineOptions.CharactersPerCookie).Select(part => mark + new string(part)).ToArray();
        parts[0] = parts.Length + parts[0];
        return parts;
    }

    /// <summary>Joins the parts of a text.</summary>
    /// <param name="first">The first part.</param>
    /// <param name="others">Parts with their numbers, from 2 on, in any order, and of other records too.</param>
    /// <returns>The text; <see langword="null"/> if a part is missing.</returns>
    public static string? Join(ReadOnlySpan<char> first, List<(int Number, ReadOnlyMemory<char> Part)> others)
    {
        var count = first.Length > 0 ? first[0] - '0' : 0;
        if (count is < 1 or > MaxParts || (count > 1 && first.Length <= MarkLength))
        {
            return null;
        }

        return count == 1 ? first[1..].ToString() : Join(count, first[1..], others);
    }

    private static string? Join(int count, ReadOnlySpan<char> first, List<(int Number, ReadOnlyMemory<char> Part)> others)
    {
        var mark = first[..MarkLength];
        var text = new StringBuilder().Append(first[MarkLength..]);
        for (var number = 2; number <= count; number++)
        {
            if (Find(number, mark, others) is not { } part)
            {
                return null;
            }

            text.Append(part[MarkLength..]);
        }

        return text.ToString();
    }

    private static ReadOnlyMemory<char>? Find(int number, ReadOnlySpan<char> mark, List<(int Number, ReadOnlyMemory<char> Part)> others)
    {
        foreach (var other in others)
        {
            if (other.Number == number && other.Part.Span.StartsWith(mark, StringComparison.Ordinal))
            {
                return other.Part;
            }
        }

        return null;
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using TypedSessions.Sessions;

namespace TypedSessions.Integration.Authentication;

/// <summary>Reads and writes the entries that a sign-in adds to the properties of its authentication ticket.</summary>
internal static class LoginProperties
{
    private const string User = ".ts.user";
    private const string Scheme = ".ts.scheme";
    private const string Time = ".ts.time";
    private const string Deferred = ".ts.deferred";
    private const string Expiry = ".ts.expiry";

    /// <summary>Returns whether the properties are those of an existing login, which signs in again.</summary>
    public static bool IsRefresh(AuthenticationProperties properties, string scheme)
        => properties.Items.ContainsKey(Time) && IsOf(properties, scheme);

    /// <summary>Writes the user, the scheme and, unless the login is refreshed, the time.</summary>
    public static void Write(AuthenticationProperties properties, AuthenticatedUser user, DateTimeOffset now)
    {
        properties.Items[User] = user.Id ?? "";
        properties.Items[Scheme] = user.Scheme;
        properties.Items.TryAdd(Time, now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Writes the data of a cross-site sign-in for the next request: the token of its record, and the session's expiry.</summary>
    public static void WriteDeferred(AuthenticationProperties properties, SessionToken token, SessionExpiry? expiry)
    {
        WriteDeferred(properties, token);
        if (expiry is { } end)
        {
            var timestamp = end.ExpiresAt ?? DateTimeOffset.UnixEpoch;
            properties.Items[Expiry] = string.Create(
                CultureInfo.InvariantCulture, $"{end.ToStoredValue()} {timestamp.ToUnixTimeMilliseconds()}");
        }
    }

    /// <summary>Writes the token of the record that a cross-site sign-in stored.</summary>
    public static void WriteDeferred(AuthenticationProperties properties, SessionToken token)
        => properties.Items[Deferred] = token.Reveal();

    /// <summary>Removes the token of the record that a cross-site sign-in stored.</summary>
    public static void RemoveDeferred(AuthenticationProperties properties) => properties.Items.Remove(Deferred);

    /// <summary>Returns the token of the record that the sign-in stored, if it stored one.</summary>
    public static SessionToken? ReadDeferred(AuthenticationProperties? properties)
        => properties?.Items.TryGetValue(Deferred, out var text) == true && SessionToken.TryParse(text.AsMemory(), out var token)
            ? token
            : null;

    /// <summary>
    /// Returns the user that the sign-in has written; <see langword="null"/> if the login is not of this scheme's sign-in.
    /// </summary>
    public static AuthenticatedUser? Read(AuthenticationProperties? properties, string scheme, TimeSpan deferredLifetime)
    {
        if (properties is null || !IsOf(properties, scheme) || !properties.Items.TryGetValue(User, out var id))
        {
            return null;
        }

        var signedInAt = ReadTime(properties);
        var deferred = ReadDeferred(properties) is { } token && signedInAt is { } time
            ? new DeferredSession(token.Key, time, time + deferredLifetime, ReadExpiry(properties))
            : null;
        return new AuthenticatedUser(string.IsNullOrEmpty(id) ? null : id, scheme) { SignedInAt = signedInAt, Deferred = deferred };
    }

    /// <summary>Returns the time of the sign-in; <see langword="null"/> if the login has none.</summary>
    public static DateTimeOffset? ReadTime(AuthenticationProperties properties)
        => properties.Items.TryGetValue(Time, out var text) && TryReadTime(text, out var time) ? time : null;

    private static bool IsOf(AuthenticationProperties properties, string scheme)
        => properties.Items.TryGetValue(Scheme, out var signedIn) && signedIn == scheme;

    private static SessionExpiry? ReadExpiry(AuthenticationProperties properties)
        => properties.Items.TryGetValue(Expiry, out var text) && text?.Split(' ') is [var stored, var timestamp]
            && long.TryParse(stored, CultureInfo.InvariantCulture, out var number) && TryReadTime(timestamp, out var time)
            ? SessionExpiry.FromStoredValue(number, time)
            : null;

    private static bool TryReadTime(string? text, out DateTimeOffset time)
    {
        time = default;
        return long.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds) && StoredTimestamp.TryRead(milliseconds, out time);
    }
}

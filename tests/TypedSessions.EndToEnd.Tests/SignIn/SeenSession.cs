using System.Text.Json;

namespace TypedSessions.EndToEnd.Tests.SignIn;

/// <summary>The login and the session of one request.</summary>
/// <param name="User">The user of the login.</param>
/// <param name="Owner">The owner of the session.</param>
/// <param name="Secret">The user whose sign-in wrote to the session.</param>
/// <param name="Cart">The value that the anonymous visitor has stored.</param>
/// <param name="Polls">The number of writes by pages.</param>
internal sealed record SeenSession(string? User, string? Owner, string? Secret, string? Cart, int Polls)
{
    /// <summary>The result of a request without a session.</summary>
    public static SeenSession Nothing { get; } = new(null, null, null, null, 0);

    /// <summary>Gets whether the session or its values belong to another user than the login.</summary>
    public bool IsMixed => (Owner is not null && Owner != User) || (Secret is not null && Secret != User);

    public static SeenSession Parse(string json) => JsonSerializer.Deserialize<SeenSession>(json, JsonSerializerOptions.Web)!;
}

using System.Net;

namespace TypedSessions.EndToEnd.Tests.Operations;

/// <summary>The site with the dashboard, without its own visitors, behind a prefix.</summary>
public sealed class OperationsSite : SampleSite
{
    public const string Prefix = "/base";

    public OperationsSite()
        : base("Operations")
        => Settings = new Dictionary<string, string> { ["Traffic__Visitors"] = "0", ["PathBase"] = Prefix };

    /// <summary>The address of the dashboard.</summary>
    public string Dashboard => $"{Prefix}/sessions/";

    /// <summary>Creates a visitor who signs in and requests pages.</summary>
    /// <param name="user">The id of the user.</param>
    /// <param name="userAgent">What the browser sends as its name.</param>
    /// <param name="visits">Addresses below <c>/visits/</c>.</param>
    public async Task VisitAsync(string user, string userAgent, params string[] visits)
    {
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
        using var client = new HttpClient(handler) { BaseAddress = Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        foreach (var visit in visits.Prepend($"sign-in?user={Uri.EscapeDataString(user)}"))
        {
            using var response = await client.PostAsync($"{Prefix}/visits/{visit}", content: null);
            response.EnsureSuccessStatusCode();
        }
    }
}

using System.Net;

namespace TypedSessions.EndToEnd.Tests.Operations;

/// <summary>The site with the dashboard under a path prefix, without simulated visitors.</summary>
public sealed class OperationsSite : SampleSite
{
    public const string Prefix = "/base";

    public OperationsSite()
        : base("Operations")
        => Settings = new Dictionary<string, string> { ["Traffic__Visitors"] = "0", ["PathBase"] = Prefix };

    /// <summary>The address of the dashboard.</summary>
    public string Dashboard => $"{Prefix}/sessions/";

    /// <summary>Signs a new visitor in and sends requests.</summary>
    /// <param name="user">The id of the user.</param>
    /// <param name="userAgent">The <c>User-Agent</c> header.</param>
    /// <param name="visits">Paths below <c>/visits/</c>.</param>
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

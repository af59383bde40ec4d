using System.Net;
using Microsoft.Net.Http.Headers;

namespace TypedSessions.Tests.Testing;

/// <summary>
/// A client with a cookie jar, which ignores the Secure attribute. It does not follow redirects.
/// </summary>
internal sealed class Browser(Uri address, HttpMessageHandler? handler = null) : IDisposable
{
    private readonly HttpClient _client
        = new(handler ?? new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address };

    private readonly Dictionary<string, SameSiteMode> _sameSites = [];

    /// <summary>The cookies, by name.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>The value of the session cookie, under any of its names.</summary>
    public string? Token => Cookies.GetValueOrDefault("__Host-session")
        ?? Cookies.FirstOrDefault(static cookie => cookie.Key.StartsWith("session", StringComparison.Ordinal)).Value;

    /// <summary>Creates a second browser with a copy of the cookies, for example for an attacker.</summary>
    public Browser Copy() => MoveTo(address);

    /// <summary>Creates a browser of another address with a copy of the cookies.</summary>
    public Browser MoveTo(Uri newAddress)
    {
        var copy = new Browser(newAddress, handler);
        foreach (var (name, value) in Cookies)
        {
            copy.Cookies[name] = value;
        }

        foreach (var (name, sameSite) in _sameSites)
        {
            copy._sameSites[name] = sameSite;
        }

        return copy;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<HttpResponseMessage> PostAsync(string path, HttpContent? content = null)
        => SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = content });

    public async Task<string> ReadAsync(string path)
    {
        using var response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => SendAsync(request, Cookies.Keys);

    /// <summary>
    /// Sends a cross-site request by a link or a form: without Strict cookies, and by a form also without Lax cookies, which is the default
    /// of a cookie without SameSite.
    /// </summary>
    public Task<HttpResponseMessage> SendCrossSiteAsync(HttpRequestMessage request)
        => SendAsync(request, Cookies.Keys.Where(name => _sameSites.GetValueOrDefault(name, SameSiteMode.Lax) switch
        {
            SameSiteMode.None => true,
            SameSiteMode.Strict => false,
            _ => request.Method == HttpMethod.Get,
        }));

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, IEnumerable<string> names)
    {
        var header = string.Join("; ", names.Select(name => $"{name}={Cookies[name]}"));
        if (header.Length > 0 && !request.Headers.Contains(HeaderNames.Cookie))
        {
            request.Headers.Add(HeaderNames.Cookie, header);
        }

        var response = await _client.SendAsync(request);
        foreach (var cookie in response.SetCookies())
        {
            if (cookie.Expires <= DateTimeOffset.UnixEpoch || cookie.MaxAge <= TimeSpan.Zero)
            {
                Cookies.Remove(cookie.Name.ToString());
            }
            else
            {
                Cookies[cookie.Name.ToString()] = cookie.Value.ToString();
                _sameSites[cookie.Name.ToString()] = cookie.SameSite;
            }
        }

        return response;
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>Extension methods that read responses.</summary>
internal static class ResponseExtensions
{
    public static IList<SetCookieHeaderValue> SetCookies(this HttpResponseMessage response)
        => response.Headers.TryGetValues(HeaderNames.SetCookie, out var values) ? SetCookieHeaderValue.ParseList([.. values]) : [];
}

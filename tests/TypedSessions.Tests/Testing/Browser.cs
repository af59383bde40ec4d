using System.Net;
using Microsoft.Net.Http.Headers;

namespace TypedSessions.Tests.Testing;

/// <summary>
/// A browser without a face: it keeps the cookies that it is sent, whether they are Secure or not, and follows no redirects.
/// </summary>
internal sealed class Browser(Uri address, HttpMessageHandler? handler = null) : IDisposable
{
    private readonly HttpClient _client
        = new(handler ?? new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address };

    private readonly Dictionary<string, SameSiteMode> _sameSites = [];

    /// <summary>The cookies, by name.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>The value of the session's cookie, under whichever of its names.</summary>
    public string? Token => Cookies.GetValueOrDefault("__Host-session")
        ?? Cookies.FirstOrDefault(static cookie => cookie.Key.StartsWith("session", StringComparison.Ordinal)).Value;

    /// <summary>A second browser with a copy of the cookies, as a thief would have.</summary>
    public Browser Copy() => MoveTo(address);

    /// <summary>The same with a site that has moved.</summary>
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
    /// Sends a request that a page of another site causes, by a link or a form. The browser withholds
    /// Strict cookies, and from a form Lax ones, which is what a cookie without SameSite counts as.
    /// </summary>
    public Task<HttpResponseMessage> SendFromElsewhereAsync(HttpRequestMessage request)
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

/// <summary>What tests read of responses.</summary>
internal static class ResponseExtensions
{
    public static IList<SetCookieHeaderValue> SetCookies(this HttpResponseMessage response)
        => response.Headers.TryGetValues(HeaderNames.SetCookie, out var values) ? SetCookieHeaderValue.ParseList([.. values]) : [];
}

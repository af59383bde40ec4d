using System.Net;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Sessions;

/// <summary>The way in which a <see cref="RotatingBrowser"/> rotates its session.</summary>
public enum Habit
{
    /// <summary>The endpoint calls <c>RegenerateId</c>.</summary>
    Renews,

    /// <summary>The user signs in again.</summary>
    SignsIn,

    /// <summary>The endpoint and the sign-in alternate.</summary>
    RenewsAndSignsIn,

    /// <summary>The login form is submitted twice concurrently, and one of the responses is lost.</summary>
    SubmitsTwice,

    /// <summary>The user signs in again, and then with earlier cookies, which belong to closed copies.</summary>
    SignsInLate,
}

/// <summary>A browser of Ann's that rotates its session continuously, on alternating nodes.</summary>
internal sealed class RotatingBrowser(Habit habit, Uri[] nodes, int seed) : IDisposable
{
    private const int StepsBefore = 3;
    private const int MaxPast = 7;

    private readonly Browser _browser = new(nodes[0]);
    private readonly Browser _double = new(nodes[0]);
    private readonly Random _random = new(seed);

    // The Cookie headers of earlier requests: the first one, with an anonymous session, and the last ones.
    private readonly List<string> _past = [];
    private int _requests;

    /// <summary>Gets the number of requests.</summary>
    public int Requests => _requests;

    /// <summary>Sets a value in a session, signs Ann in and rotates the session a few times.</summary>
    public async Task BeginAsync(string value)
    {
        await SendAsync(_browser, $"/set/{value}");
        await SendAsync(_browser, "/login/ann");
        for (var step = 0; step < StepsBefore; step++)
        {
            await StepAsync();
        }

        using var response = await _browser.GetAsync("/get");
        Assert.Equal(value, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Rotates the session until it is stopped, and then signs in with each earlier cookie.</summary>
    public async Task GoOnAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await StepAsync();
        }

        foreach (var cookies in _past)
        {
            await SendAsync(_browser, "/login/ann", cookies);
        }
    }

    public void Dispose()
    {
        _browser.Dispose();
        _double.Dispose();
    }

    private Task StepAsync() => habit switch
    {
        Habit.Renews => SendAsync(_browser, "/renew"),
        Habit.SignsIn => SendAsync(_browser, "/login/ann"),
        Habit.RenewsAndSignsIn => SendAsync(_browser, _requests % 3 == 0 ? "/login/ann" : "/renew"),
        Habit.SubmitsTwice => SubmitTwiceAsync(),
        _ => SignInLateAsync(),
    };

    private async Task SignInLateAsync()
    {
        await SendAsync(_browser, "/login/ann");
        await SendAsync(_browser, "/login/ann", GetSessionCookie(_past[_random.Next(1, _past.Count)]));
    }

    private async Task SubmitTwiceAsync()
    {
        CopyCookies(_browser, _double);
        var session = GetSessionCookie(GetCookies(_browser));
        await Task.WhenAll(SendAsync(_browser, "/login/ann"), SendAsync(_double, "/login/ann", session));
        if (_random.Next(2) == 0)
        {
            CopyCookies(_double, _browser);
        }
    }

    private static string GetCookies(Browser browser)
        => string.Join("; ", browser.Cookies.Select(static cookie => $"{cookie.Key}={cookie.Value}"));

    // Without the login cookie, so that the request continues from the closed copy.
    private static string GetSessionCookie(string cookies)
        => cookies.Split("; ").First(static cookie => cookie.StartsWith("__Host-session=", StringComparison.Ordinal));

    private static void CopyCookies(Browser source, Browser target)
    {
        target.Cookies.Clear();
        foreach (var (name, value) in source.Cookies)
        {
            target.Cookies[name] = value;
        }
    }

    private async Task SendAsync(Browser browser, string path, string? cookies = null)
    {
        var node = nodes[(seed + Interlocked.Increment(ref _requests)) % nodes.Length];
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node, path));
        if (cookies is null && browser.Cookies.Count > 0)
        {
            cookies = GetCookies(browser);
            Remember(cookies);
        }

        if (cookies is not null)
        {
            request.Headers.Add("Cookie", cookies);
        }

        using var response = await browser.SendAsync(request);

        // A sign-in is refused if the user's session has ended.
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{path}: {response.StatusCode}");
    }

    private void Remember(string cookies)
    {
        lock (_past)
        {
            _past.Add(cookies);
            if (_past.Count > MaxPast)
            {
                _past.RemoveAt(1);
            }
        }
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using TypedSessions.Sessions;

namespace TypedSessions.Tests.Proof.ModelBased.Subject;

/// <summary>The cookies of all browsers, and every cookie that was ever sent.</summary>
internal sealed class Jars(WorldClock clock)
{
    public const string Name = "__Host-session";


    private const string Attributes = "; path=/; secure; samesite=lax; httponly";

    private readonly Dictionary<int, (string Text, DateTimeOffset? Until)> _jars = [];

    // Of the right shape, and no session's. Another one in each sequence, because sites remember it.
    private string _unknown = "";

    /// <summary>Every cookie that was sent, in the order in which they were.</summary>
    public List<string> Sent { get; } = [];

    public void Begin()
    {
        _jars.Clear();
        Sent.Clear();
        _unknown = SessionToken.New().Reveal();
    }

    /// <summary>The request's header.</summary>
    public string? Present(Opening opening)
    {
        var presented = new List<string>();
        switch (opening.Cookies)
        {
            case Cookies.Old or Cookies.OldAndPresent when Sent.Count > 0:
                presented.Add(Sent[^(1 + (opening.Old % Sent.Count))]);
                break;

            case Cookies.Unknown:
                presented.Add(_unknown);
                break;

            case Cookies.Garbage or Cookies.GarbageAndPresent:
                presented.Add("garbage");
                break;
        }

        if (opening.Cookies is Cookies.Present or Cookies.OldAndPresent or Cookies.GarbageAndPresent
            && _jars.TryGetValue(opening.Browser, out var jar)
            && (jar.Until is not { } until || until > clock.Now))
        {
            presented.Add(jar.Text);
        }

        return presented.Count == 0 ? null : string.Join("; ", presented.Select(text => $"{Name}={text}"));
    }

    /// <summary>A browser gets the head of a response.</summary>
    /// <returns>What it is told of the session.</returns>
    public string Receive(int browser, HttpResponse response)
    {
        var cookies = response.Headers.SetCookie;
        if (cookies.Count == 0)
        {
            return Seen.Nothing;
        }

        var cookie = SetCookieHeaderValue.Parse(Assert.Single(cookies));
        Assert.Equal(Name, cookie.Name.Value);
        Assert.EndsWith(Attributes, cookies.ToString(), StringComparison.Ordinal);
        if (cookie.Expires == DateTimeOffset.UnixEpoch)
        {
            _jars.Remove(browser);
            return Seen.Forgotten;
        }

        var text = cookie.Value.ToString();
        if (cookie.MaxAge <= TimeSpan.Zero)
        {
            _jars.Remove(browser);
        }
        else
        {
            _jars[browser] = (text, clock.Now + cookie.MaxAge);
        }

        return Seen.Cookie(GetNumber(text), (long?)cookie.MaxAge?.TotalSeconds);
    }

    public int GetNumber(string text)
    {
        if (!Sent.Contains(text))
        {
            Sent.Add(text);
        }

        return Sent.IndexOf(text);
    }
}

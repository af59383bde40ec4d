using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Cookies from a sibling subdomain in addition to the visitor's own, for tokens and for sealed records.</summary>
public sealed class PlantedCookieTests
{
    private const string Name = "__Host-session";

    // All white space of .NET that is not white space in RFC 6265, except line breaks, which headers cannot contain.
    private static readonly char[] UnicodeSpaces
        = [.. Enumerable.Range(0, char.MaxValue).Select(code => (char)code)
            .Where(character => char.IsWhiteSpace(character) && !" \t\r\n".Contains(character))];

    [Theory]
    [InlineData(false, "utf-8")]
    [InlineData(false, "iso-8859-1")]
    [InlineData(true, "utf-8")]
    [InlineData(true, "iso-8859-1")]
    public async Task Only_space_and_tab_are_white_space_around_a_name(bool areSealed, string encoding)
    {
        var headers = Encoding.GetEncoding(encoding);
        await using var site = await StartAsync(areSealed, headers);
        var (victim, attacker) = (await OpenSessionAsync(site, "Ada"), await OpenSessionAsync(site, "Mallory"));

        foreach (var space in UnicodeSpaces.Where(space => headers.GetString(headers.GetBytes([space])) == $"{space}"))
        {
            Assert.Equal("Ada", await ReadAsync(site, headers, $"{space}{Name}={attacker}; {Name}={victim}"));
            Assert.Equal("Ada", await ReadAsync(site, headers, $"theme=dark;{space} {Name}={attacker};{Name}={victim}"));
            Assert.Equal("none", await ReadAsync(site, headers, $"{space}{Name}={attacker}"));
            Assert.Equal("none", await ReadAsync(site, headers, $"{Name}{space}={attacker}"));
            Assert.Equal("none", await ReadAsync(site, headers, $"{Name}={attacker}{space}"));
        }

        Assert.Equal("Ada", await ReadAsync(site, headers, $"\t {Name}={victim} \t; theme=dark"));
        Assert.Equal("Ada", await ReadAsync(site, headers, $"theme=dark;{Name}={victim}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_name_matches_byte_for_byte(bool areSealed)
    {
        await using var site = await StartAsync(areSealed);
        var attacker = await OpenSessionAsync(site, "Mallory");

        // Another case, an escape, a soft hyphen, a zero-width space, and characters that look or compare alike.
        string[] names =
        [
            "__host-session", "__Host%2Dsession", "__Ho\u00adst-session", "\u200b__Host-session", "__Host-\u017fession",
            "__Host\u2010session",
        ];
        foreach (var name in names)
        {
            Assert.Equal("none", await ReadAsync(site, Encoding.UTF8, $"{name}={attacker}"));
        }
    }

    [Theory]
    [InlineData(false, 4)]
    [InlineData(false, 50)]
    [InlineData(false, 500)]
    [InlineData(true, 4)]
    [InlineData(true, 50)]
    [InlineData(true, 500)]
    public async Task Forged_cookies_before_the_real_one_do_not_log_the_visitor_out(bool areSealed, int count)
    {
        await using var site = await StartAsync(areSealed);
        var victim = await OpenSessionAsync(site, "Ada");
        var invented = Enumerable.Range(0, count).Select(number => $"{Name}={number:d4}{new string('A', 39)}");

        Assert.Equal("Ada", await ReadAsync(site, Encoding.UTF8, $"{string.Join("; ", invented)}; {Name}={victim}"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(50)]
    public async Task Forged_parts_of_a_record_do_not_log_the_visitor_out(int count)
    {
        await using var site = await StartAsync(areSealed: true);
        using var browser = site.Open();
        await browser.ReadAsync("/fill?name=Ada");
        Assert.Equal(2, browser.Cookies.Count);
        var invented = Enumerable.Range(0, count).Select(number => $"{Name}=2{number:d6}AAAA; {Name}-2={number:d6}AAAA");
        var own = browser.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}");

        Assert.Equal("Ada", await ReadAsync(site, Encoding.UTF8, string.Join("; ", invented.Concat(own))));
    }

    [Fact]
    public async Task A_token_that_is_presented_many_times_reaches_the_engine_once()
    {
        await using var site = await StartAsync(areSealed: false);
        var invented = Enumerable.Range(0, 60).Select(number => $"{Name}={number % 3}{new string('A', 42)}");

        Assert.Equal("none", await ReadAsync(site, Encoding.UTF8, string.Join("; ", invented)));

        Assert.Equal(["load", "load", "load"], site.Engine.TakeCalls());
    }

    private static Task<TestSite> StartAsync(bool areSealed, Encoding? encoding = null) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/set", (ISession session, string name) => session.SetString("name", name));
            app.MapGet("/get", (ISession session) => session.GetString("name") ?? "none");
            app.MapGet("/fill", (ISession session, string name) =>
            {
                session.SetString("name", name);
                session.Set("noise", System.Security.Cryptography.RandomNumberGenerator.GetBytes(4000));
            });
        },
        services: (services, sessions) =>
        {
            services.Configure<KestrelServerOptions>(options => options.RequestHeaderEncodingSelector = _ => encoding);
            if (areSealed)
            {
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                sessions.UseCookie();
            }
        });

    private static async Task<string> OpenSessionAsync(TestSite site, string name)
    {
        using var browser = site.Open();
        using var response = await browser.GetAsync($"/set?name={name}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return browser.Token!;
    }

    private static async Task<string> ReadAsync(TestSite site, Encoding encoding, string cookies)
    {
        await using var connection = await site.ConnectAsync();
        var response = await connection.ExchangeAsync(
            $"GET /get HTTP/1.1\r\nHost: localhost\r\n{HeaderNames.Cookie}: {cookies}\r\n\r\n", encoding);
        Assert.StartsWith("HTTP/1.1 200 ", response);
        return response.Contains("\r\n\r\n4\r\nnone\r\n", StringComparison.Ordinal)
            || response.EndsWith("\r\n\r\nnone", StringComparison.Ordinal)
            ? "none"
            : response.Contains("Ada", StringComparison.Ordinal) ? "Ada" : response;
    }
}

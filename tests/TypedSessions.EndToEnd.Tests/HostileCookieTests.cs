using System.Net;

namespace TypedSessions.EndToEnd.Tests;

/// <summary>Malformed and forged cookies cause no error, give access to no session and are not adopted.</summary>
public sealed class HostileCookieTests(TutorialSite site)
{
    private const string Cookie = "session-Tutorial";

    // A well-formed token without a session.
    private const string Stranger = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE";

    /// <summary>Cookie headers by their defect, created from the token and the key of another visitor.</summary>
    private static readonly Dictionary<string, Func<string, string, string[]>> Headers = new()
    {
        ["no value"] = (_, _) => [Cookie + "="],
        ["no equals sign"] = (_, _) => [Cookie],
        ["only a name separator"] = (_, _) => ["="],
        ["only semicolons"] = (_, _) => [";;;;;;"],
        ["a space"] = (_, _) => [Cookie + "= "],
        ["one character"] = (_, _) => [Cookie + "=A"],
        ["one character short"] = (_, _) => [Cookie + "=" + Stranger[..^1]],
        ["one character long"] = (_, _) => [Cookie + "=" + Stranger + "A"],
        ["twice as long"] = (_, _) => [Cookie + "=" + Stranger + Stranger],
        ["8 KB"] = (_, _) => [Cookie + "=" + new string('A', 8192)],
        ["20 KB"] = (_, _) => [Cookie + "=" + new string('A', 20_000)],
        ["a hundred cookies"] = (_, _) => [string.Join("; ", Enumerable.Repeat(Cookie + "=A", 100))],
        ["standard base64"] = (_, _) => [Cookie + "=" + Stranger.Replace('-', '+').Replace('_', '/')],
        ["base64 with padding"] = (_, _) => [Cookie + "=" + Stranger[..^1] + "="],
        ["a last character that carries too many bits"] = (_, _) => [Cookie + "=" + Stranger[..^1] + "B"],
        ["zeros"] = (_, _) => [Cookie + "=" + new string('A', 43)],
        ["ones"] = (_, _) => [Cookie + "=" + new string('_', 42) + "8"],
        ["random"] = (_, _) => [Cookie + "=" + Stranger],
        ["dots and slashes"] = (_, _) => [Cookie + "=../../../../../../../../etc/passwd"],
        ["43 dots"] = (_, _) => [Cookie + "=" + new string('.', 43)],
        ["a quote of SQL"] = (_, _) => [Cookie + "=' OR '1'='1"],
        ["a statement of SQL"] = (_, _) => [Cookie + "=x'); DROP TABLE sessions;--"],
        ["a percent sign"] = (_, _) => [Cookie + "=%"],
        ["a percent-encoded NUL"] = (_, _) => [Cookie + "=%00"],
        ["percent-encoded overlong UTF-8"] = (_, _) => [Cookie + "=%c0%ae%c0%ae"],
        ["percent-encoded line breaks"] = (_, _) => [Cookie + "=%0d%0aSet-Cookie:%20session=mine"],
        ["a NUL"] = (_, _) => [Cookie + "=" + Stranger[..20] + "\0" + Stranger[21..]],
        ["a control character"] = (_, _) => [Cookie + "=" + Stranger[..20] + "\u0001" + Stranger[21..]],
        ["a tab"] = (_, _) => [Cookie + "=" + Stranger[..20] + "\t" + Stranger[21..]],
        ["bytes over 127"] = (_, _) => [Cookie + "=" + new string('é', 43)],
        ["bytes that are no UTF-8"] = (_, _) => [Cookie + "=\u00ff\u00fe\u0080"],
        ["markup"] = (_, _) => [Cookie + "=<script>alert(1)</script>"],
        ["JSON"] = (_, _) => [Cookie + "={\"username\":\"admin\"}"],
        ["quoted, unknown"] = (_, _) => [Cookie + "=\"" + Stranger + "\""],
        ["a quote that never ends"] = (_, _) => [Cookie + "=\"" + Stranger],
        ["duplicates of different shapes"] = (_, _) => [$"{Cookie}=A; {Cookie}={Stranger}; {Cookie}=\"\"; {Cookie}"],
        ["duplicates in two headers"] = (_, _) => [Cookie + "=A", Cookie + "=" + Stranger],
        ["another case of the name"] = (token, _) => [Cookie.ToUpperInvariant() + "=" + token],
        ["a name with a space"] = (token, _) => [Cookie + " x=" + token],
        ["a longer name"] = (token, _) => ["x" + Cookie + "=" + token],
        ["the production name"] = (token, _) => ["__Host-session=" + token],
        ["another visitor's key"] = (_, key) => [Cookie + "=" + key],
        ["another visitor's key, cut to size"] = (_, key) => [Cookie + "=" + key[..43]],
        ["another visitor's key as base64url"] = (_, key) =>
            [Cookie + "=" + System.Buffers.Text.Base64Url.EncodeToString(Convert.FromHexString(key))],
        ["another visitor's token in other case"] = (token, _) => [Cookie + "=" + SwapCase(token)],
        ["another visitor's token backwards"] = (token, _) => [Cookie + "=" + string.Concat(token.Reverse())],
        ["another visitor's token with one bit changed"] = (token, _) => [Cookie + "=" + (token[0] == 'A' ? 'B' : 'A') + token[1..]],
        ["another visitor's token cut short"] = (token, _) => [Cookie + "=" + token[..^1]],
        ["another visitor's token and more"] = (token, _) => [Cookie + "=" + token + "A"],
        ["another visitor's token in percent encoding"] = (token, _) => [Cookie + "=" + string.Concat(token.Select(c => $"%{(int)c:x2}"))],
    };

    public static TheoryData<string> Cases => [.. Headers.Keys];

    [Fact]
    public void There_are_at_least_forty() => Assert.True(Headers.Count >= 40, $"There are only {Headers.Count}.");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_causes_no_error_and_gives_access_to_nothing(string what)
    {
        var (victim, headers) = await PrepareAsync(what);
        using (victim)
        {
            foreach (var path in new[] { "/getsession/", "/get/", "/inspect/", "/myapp/connection/", "/login/", "/myapp/logout/" })
            {
                var reply = await RawRequest.GetAsync(site, path, headers);

                Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{path}: {reply.Status}");
                Assert.DoesNotContain("Victor", reply.Html);
                Assert.DoesNotContain("Sherlock", reply.Html);
            }

            await AssertUnharmedAsync(victim);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_is_never_adopted(string what)
    {
        var (victim, headers) = await PrepareAsync(what);
        using (victim)
        {
            var reply = await RawRequest.GetAsync(site, "/set/", headers);

            if (reply.Status is HttpStatusCode.BadRequest)
            {
                Assert.Empty(reply.SetCookies);
            }
            else
            {
                Assert.Equal("Session Set!!!!", reply.Says);
                var token = reply.SetCookies.Single(
                    cookie => cookie.StartsWith(Cookie + "=", StringComparison.Ordinal))[(Cookie.Length + 1)..].Split(';')[0];
                Assert.Matches("^[A-Za-z0-9_-]{43}$", token);
                Assert.DoesNotContain(headers, header => header.Contains(token, StringComparison.Ordinal));
            }

            await AssertUnharmedAsync(victim);
        }
    }

    [Fact]
    public async Task The_first_valid_of_several_cookies_is_used()
    {
        using var victim = new Visitor(site);
        await victim.GetAsync("/setsession/");

        var reply = await RawRequest.GetAsync(site, "/getsession/", $"{Cookie}=planted; {Cookie}=; other=1; {Cookie}={victim.Token}");

        Assert.Equal("The Book Name is: Sherlock Holmes", reply.Says);
    }

    private async Task<(Visitor Victim, string[] Headers)> PrepareAsync(string what)
    {
        var victim = new Visitor(site);
        await victim.GetAsync("/setsession/");
        await victim.SignInAsync("Victor");
        var key = (await victim.GetAsync("/inspect/")).Key;
        return (victim, Headers[what](victim.Token!, key));
    }

    private static async Task AssertUnharmedAsync(Visitor victim)
        => Assert.Equal(["book_name = Sherlock Holmes", "username = Victor"], (await victim.GetAsync("/inspect/")).StoredValues);

    private static string SwapCase(string token)
        => string.Concat(token.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Dictionary;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Unreadable stored data causes no server errors.</summary>
public sealed class UnreadableTests
{
    public static TheoryData<string> Payloads => [.. Damaged.Keys];

    private static readonly byte[] Good = SessionValues.From([new("name", "Ada"u8.ToArray())]).Payload.ToArray();

    private static readonly Dictionary<string, byte[]> Damaged = new()
    {
        ["empty"] = [],
        ["another version"] = [2, .. Good.AsSpan(1)],
        ["truncated"] = Good[..^1],
        ["with a tail"] = [.. Good, 7],
        ["with a length beyond the end"] = [1, 0xFF, 0xFF, 0xFF, 0xFF, 0x07],
        ["huge and random"] = RandomNumberGenerator.GetBytes(4_000_000),
        ["json"] = "{\"name\":\"Ada\"}"u8.ToArray(),
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task An_unreadable_record_counts_as_unknown(string damage)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        using var other = site.Open();
        await browser.ReadAsync("/set");
        await other.ReadAsync("/set");
        await DamageAsync(site, await browser.ReadAsync("/id"), Damaged[damage]);
        var token = browser.Token;

        Assert.Equal("none", await browser.ReadAsync("/get"));
        Assert.Equal(1, site.Log.GetCount("UnreadableRecord"));
        await browser.ReadAsync("/set");
        Assert.NotEqual(token, browser.Token);
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
        Assert.Equal("Ada", await other.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_number_that_another_helper_may_have_stored_as_text_is_reported_once()
    {
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/set/{text}", (HttpContext context, string text) => context.Session.Set("amount", Encoding.UTF8.GetBytes(text)));
            app.MapGet("/get", (HttpContext context) => $"{context.Session.Get<int>("amount")}");
        });
        using var browser = site.Open();

        await browser.ReadAsync("/set/123");
        Assert.Equal("123", await browser.ReadAsync("/get"));
        Assert.Equal(0, site.Log.GetCount("AmbiguousValue"));

        await browser.ReadAsync("/set/1234");
        Assert.Equal("825373492", await browser.ReadAsync("/get"));
        await browser.ReadAsync("/get");
        Assert.Equal(1, site.Log.GetCount("AmbiguousValue"));
    }

    private static async Task DamageAsync(TestSite site, string id, byte[] payload)
    {
        var cancellation = TestContext.Current.CancellationToken;
        Assert.True(SessionKey.TryParse(id, out var key));
        var record = await site.Engine.Inner.LoadAsync(key, cancellation);
        await site.Engine.Inner.RemoveAsync(key, cancellation);
        var damaged = new SessionRecord
        {
            Values = SessionValues.FromPayload(payload),
            CreatedAt = record!.CreatedAt,
            ExpiresAt = record.ExpiresAt,
        };
        Assert.True(await site.Engine.Inner.CreateAsync(key, damaged, cancellation));
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(app =>
    {
        app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
        app.MapGet("/get", (HttpContext context) => context.Session.GetString("name") ?? "none");
        app.MapGet("/id", (HttpContext context) => context.Session.Id);
    });
}

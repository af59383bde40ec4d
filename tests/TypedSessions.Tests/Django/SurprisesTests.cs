using System.Net;
using Microsoft.AspNetCore.Http;
using TypedSessions.Dictionary;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Django;

/// <summary>
/// The behaviour of this library where Django surprises: E-1 to E-24 of <c>docs/from-django.md</c>.
/// <see cref="CookieSurprisesTests"/> and <see cref="EngineSurprisesTests"/> cover cookies and single engines.
/// </summary>
public sealed class SurprisesTests : SurprisesTest
{
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E1_an_error_after_a_rotation_does_not_change_the_old_session(string engine)
    {
        await using var site = await StartAsync(engine, session =>
        {
            session.RegenerateId();
            return 500;
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        using var failed = await browser.GetAsync("/page");

        Assert.Empty(failed.SetCookies());
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
        Assert.Equal(1, await CountAsync(site));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E2_an_engine_error_is_a_failed_request_and_not_a_logout(string engine)
    {
        await using var site = await StartAsync(
            engine, session => Do(() => session.Set("name", "Bob")), options => options.RejectWhenGone = true);
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.Before = call => call == "update" ? throw new IOException("No answer.") : Task.CompletedTask;

        using var failed = await browser.GetAsync("/page");

        Assert.True(failed.StatusCode >= HttpStatusCode.InternalServerError);
        Assert.Empty(failed.SetCookies());
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E4_an_unknown_key_creates_no_record_even_if_every_request_renews(string engine)
    {
        await using var site = await StartAsync(engine, _ => null, options => options.RenewOnEveryRequest = true);
        using var browser = site.Open();
        browser.Cookies["__Host-session"] = UnknownToken;

        using var response = await browser.GetAsync("/untouched");

        Assert.Empty(response.SetCookies());
        Assert.Equal(["load"], site.Engine.TakeCalls());
        Assert.Equal(0, await CountAsync(site));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E9_an_unreadable_record_counts_as_missing_and_its_key_is_not_reused(string engine)
    {
        await using var site = await StartAsync(engine, _ => null);
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        var token = browser.Token;
        var key = await KeyAsync(browser);
        var record = await site.Engine.Inner.LoadAsync(key, Cancel);
        await site.Engine.Inner.RemoveAsync(key, Cancel);
        var damaged = new SessionRecord
        {
            Values = SessionValues.FromPayload("{}"u8.ToArray()),
            CreatedAt = record!.CreatedAt,
            ExpiresAt = record.ExpiresAt,
        };
        Assert.True(await site.Engine.Inner.CreateAsync(key, damaged, Cancel));

        Assert.Equal("none", await browser.ReadAsync("/get"));
        await browser.ReadAsync("/set");

        Assert.NotEqual(token, browser.Token);
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E10_TimeLeft_returns_the_remaining_time_and_not_the_whole_window(string engine)
    {
        await using var site = await StartAsync(engine, session => session.TimeLeft);
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        site.Clock.Advance(TimeSpan.FromDays(4));

        Assert.Equal("10.00:00:00", await browser.ReadAsync("/page"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E11_sliding_and_fixed_expirations_have_separate_names(string engine)
    {
        var expiry = SessionExpiry.Default;
        await using var site = await StartAsync(engine, session => Do(() => session.Expiry = expiry));
        using var sliding = site.Open();
        using var fixedly = site.Open();
        await sliding.ReadAsync("/set");
        await fixedly.ReadAsync("/set");
        expiry = SessionExpiry.Idle(TimeSpan.FromMinutes(30));
        await sliding.ReadAsync("/page");
        expiry = SessionExpiry.At(site.Clock.GetUtcNow().AddMinutes(30));
        await fixedly.ReadAsync("/page");

        site.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal("Ada Ada", $"{await sliding.ReadAsync("/get")} {await fixedly.ReadAsync("/get")}");
        site.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal("Ada none", $"{await sliding.ReadAsync("/get")} {await fixedly.ReadAsync("/get")}");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E13_the_same_user_who_signs_in_again_gets_a_new_id(string engine)
    {
        await using var site = await StartAsync(engine, session => Do(() =>
        {
            session.RegenerateId();
            session.Owner = "ada";
        }));
        using var browser = site.Open();
        await browser.ReadAsync("/page");
        var first = browser.Token;

        await browser.ReadAsync("/page");

        Assert.NotEqual(first, browser.Token);
        Assert.Equal(1, await CountAsync(site));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E14_clear_keeps_the_record_and_abandon_removes_it(string engine)
    {
        var abandons = false;
        await using var site = await StartAsync(engine, session => Do(abandons ? session.Abandon : session.Clear));
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        await browser.ReadAsync("/page");
        Assert.NotNull(browser.Token);
        Assert.Equal("none", await browser.ReadAsync("/get"));
        Assert.Equal(1, await CountAsync(site));

        abandons = true;
        await browser.ReadAsync("/page");

        Assert.Null(browser.Token);
        Assert.Equal(0, await CountAsync(site));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E20_an_equal_value_and_an_empty_update_are_not_changes(string engine)
    {
        await using var site = await StartAsync(engine, session =>
        {
            session.Set("name", "Ada");
            session.Update(new Dictionary<string, object?>());
            return session.IsModified;
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.TakeCalls();

        Assert.Equal("False", await browser.ReadAsync("/page"));
        Assert.Equal(["load"], site.Engine.TakeCalls());
    }

    [Theory]
    [InlineData(404, false, "Bob")]
    [InlineData(500, false, "Ada")]
    [InlineData(503, false, "Ada")]
    [InlineData(500, true, "Bob")]
    public async Task E21_4xx_saves_and_5xx_does_not_unless_an_option_is_set(int status, bool saves, string expected)
    {
        await using var site = await StartAsync(
            "sqlite",
            session =>
            {
                session.Set("name", "Bob");
                return status;
            },
            options => options.SaveOnServerError = saves);
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        using var response = await browser.GetAsync("/page");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(expected, await browser.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E24_internal_values_of_the_library_are_not_among_the_items(string engine)
    {
        await using var site = await StartAsync(engine, session =>
        {
            session.SetTestCookie();
            session.Expiry = SessionExpiry.Idle(TimeSpan.FromHours(1));
            session.Owner = "ada";
            return $"{string.Join(' ', session.Keys)}/{string.Join(' ', session.Items.Select(item => item.Key))}";
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        Assert.Equal("name/name", await browser.ReadAsync("/page"));
        Assert.Equal("name/name", await browser.ReadAsync("/page"));
    }
}

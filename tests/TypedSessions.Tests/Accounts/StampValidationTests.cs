using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Integration.Authentication;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Accounts;

/// <summary>Identity validates the security stamp of tickets in the session at its usual interval.</summary>
public sealed class StampValidationTests
{
    private int _validations;

    public static TheoryData<bool> Persistence { get; } = [false, true];

    [Theory]
    [MemberData(nameof(Persistence))]
    public async Task The_stamp_is_validated_once_in_the_validation_interval(bool isPersistent)
    {
        await using var site = await StartAsync();
        using var ada = await site.OpenAsync($"ada?remember={isPersistent}");
        await RepeatAsync(ada, site, count: 30);
        Assert.Equal(0, _validations);

        await RepeatAsync(ada, site, count: 310);

        // Tickets store times in whole seconds.
        Assert.InRange(_validations, 10, 11);
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(20, true)]
    [InlineData(45, true)]
    public async Task A_login_that_is_shorter_than_the_validation_interval_is_validated(int minutes, bool isPersistent)
    {
        await using var site = await StartAsync(login: login => login.ExpireTimeSpan = TimeSpan.FromMinutes(minutes));
        using var ada = await site.OpenAsync($"ada?remember={isPersistent}");

        await RepeatAsync(ada, site, count: 310);

        Assert.InRange(_validations, 9, 20);
        site.Services.GetRequiredService<AccountList>().Find("ADA")!.SecurityStamp = "changed in the database";
        for (var minute = 0; minute < 32; minute++)
        {
            await ada.ReadAsync("/me");
            site.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("nobody", await ada.ReadAsync("/me"));
    }

    [Fact]
    public async Task A_login_that_is_validated_gets_the_users_new_claims_and_stays_that_of_its_sign_in()
    {
        await using var site = await StartAsync();
        using var ada = await site.OpenAsync("ada");
        var (token, before) = (ada.Token, await ada.ReadAsync("/login-times"));
        site.Services.GetRequiredService<AccountList>().Find("ADA")!.UserName = "ada lovelace";
        site.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal("ada lovelace", await ada.ReadAsync("/me"));
        Assert.Equal("ada lovelace", await ada.ReadAsync("/me"));

        Assert.Equal(1, _validations);
        Assert.Equal(token, ada.Token);
        Assert.Equal(before, await ada.ReadAsync("/login-times"));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void A_ticket_is_stored_with_its_own_times(bool isPersistent, bool? allowRefresh)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var expiresIn in new[] { TimeSpan.FromDays(1), TimeSpan.FromDays(30) })
        {
            var properties = new AuthenticationProperties
            {
                IsPersistent = isPersistent,
                AllowRefresh = allowRefresh,
                IssuedUtc = now - TimeSpan.FromDays(2),
                ExpiresUtc = now + TimeSpan.FromDays(12),
            };
            var names = properties.Items.Keys.Order().ToArray();

            TicketTimes.FollowSession(properties, now + expiresIn, now);
            Assert.Equal(now + expiresIn, properties.ExpiresUtc);
            TicketTimes.Restore(properties);

            Assert.Equal((now - TimeSpan.FromDays(2), allowRefresh), (properties.IssuedUtc, properties.AllowRefresh));
            Assert.Equal(names, properties.Items.Keys.Order());
        }
    }

    private static async Task RepeatAsync(Browser browser, TestSite site, int count)
    {
        for (var minute = 0; minute < count; minute++)
        {
            Assert.Equal("ada", await browser.ReadAsync("/me"));
            site.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private Task<TestSite> StartAsync(Action<CookieAuthenticationOptions>? login = null)
        => IdentitySite.StartAsync(
            identity: identity =>
            {
                identity.Services.Configure<SecurityStampValidatorOptions>(options => options.OnRefreshingPrincipal = _ =>
                {
                    _validations++;
                    return Task.CompletedTask;
                });
                identity.Services.ConfigureApplicationCookie(login ?? (static _ => { }));
            },
            endpoints: static app => app.MapGet("/login-times", static (ISession session)
                => string.Create(CultureInfo.InvariantCulture, $"{session.Owner} {session.SignedInAt:O} {session.Id}")));
}

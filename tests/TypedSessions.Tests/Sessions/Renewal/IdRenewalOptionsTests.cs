using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Engines.Cache;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Engines.Cache;

namespace TypedSessions.Tests.Sessions.Renewal;

/// <summary>The validation of the options of the renewal.</summary>
public sealed class IdRenewalOptionsTests
{
    [Theory]
    [InlineData("cache", "the session engine Synchronous cannot renew ids")]
    [InlineData("cookies", "sessions in cookies cannot renew ids")]
    public async Task An_engine_that_cannot_renew_ids_refuses_it_at_start(string name, string expected)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(async () => await LoginSite.StartAsync(
            LoginSite.Cookie,
            static options => options.RenewIdAfter = TimeSpan.FromHours(1),
            it => _ = name == "cookies" ? it.UseCookie() : it,
            engine: static clock => new(new CacheSessionEngine(ProbedCache.InMemory(clock), clock))));

        Assert.Contains(expected, exception.Message);
        Assert.Contains("Use memory, files, Redis, SQLite, PostgreSQL, MariaDB, SQL Server or a cached database", exception.Message);
    }

    [Fact]
    public async Task An_age_within_the_grace_is_refused_at_start()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(async () => await LoginSite.StartAsync(
            LoginSite.Cookie,
            static options => _ = (options.RenewIdAfter, options.RenewalGrace) = (TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2))));

        Assert.Contains("RenewIdAfter (00:02:00) is not longer than RenewalGrace (00:02:00)", exception.Message);
    }
}

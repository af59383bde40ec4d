using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Hosting;

/// <summary>An application whose sessions are misconfigured throws at start, with the reason.</summary>
public sealed class StartUpTests
{
    public static TheoryData<string, string> Mistakes => new()
    {
        { "host path", "Cookie.Path" },
        { "host insecure", "Cookie.SecurePolicy" },
        { "none insecure", "SameSite" },
        { "name", "not a valid cookie name" },
        { "max age", "Set IdleTimeout" },
        { "idle", "IdleTimeout is 00:00:00" },
        { "absolute", "AbsoluteLifetime (00:01:00) is shorter" },
        { "engine timeout", "EngineTimeout" },
        { "cookie expiration", "Set IdleTimeout" },
        { "endless idle", "IdleTimeout is " },
        { "endless lifetime", "AbsoluteLifetime is " },
        { "endless engine timeout", "EngineTimeout is " },
        { "size", "MaxSize is 5. Set at least 1024." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task An_error_in_the_options_is_reported_at_start(string mistake, string expected)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(
            () => TestSite.StartAsync(_ => { }, options => Make(mistake, options)));

        Assert.Contains(exception.Failures, failure => failure.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_an_engine_the_application_does_not_start()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddTypedSessions();
        await using var app = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("no session engine is configured", exception.Message);
    }

    [Fact]
    public void Without_the_services_the_middleware_throws_and_names_them()
    {
        var app = WebApplication.CreateBuilder().Build();

        var exception = Assert.Throws<InvalidOperationException>(() => app.UseTypedSessions());

        Assert.Contains("services.AddTypedSessions()", exception.Message);
    }

    [Fact]
    public async Task Two_models_that_claim_one_key_are_named_at_start()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestSite.StartAsync(
            _ => { }, services: (_, sessions) => sessions.AddModel<FirstClaim>().AddModel<SecondClaim>()));

        Assert.Contains("the key 'claimed' is claimed by FirstClaim.Claimed and SecondClaim.Claimed", exception.Message);
    }

    [Fact]
    public async Task A_property_whose_key_belongs_to_a_map_is_named_at_start()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestSite.StartAsync(
            _ => { }, services: (_, sessions) => sessions.AddModel<FirstClaim>().AddModel<MapClaim>()));

        Assert.Contains(
            "the key 'claimed' of FirstClaim.Claimed also belongs to the map MapClaim.Claims ('claim{0}')", exception.Message);
    }

    [Fact]
    public async Task A_key_that_a_type_of_the_application_parses_belongs_to_its_map()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestSite.StartAsync(
            _ => { }, services: (_, sessions) => sessions.AddModel<FirstClaim>().AddModel<WordClaim>()));

        Assert.Contains("also belongs to the map WordClaim.Claims ('claim{0}')", exception.Message);
    }

    private static void Make(string mistake, TypedSessionsOptions options)
    {
        switch (mistake)
        {
            case "host path":
                options.Cookie.Path = "/app";
                break;
            case "host insecure":
                options.Cookie.SecurePolicy = CookieSecurePolicy.None;
                break;
            case "none insecure":
                (options.Cookie.Name, options.Cookie.SameSite, options.Cookie.SecurePolicy) = (
                    "id", SameSiteMode.None, CookieSecurePolicy.SameAsRequest);
                break;
            case "name":
                options.Cookie.Name = "a b";
                break;
            case "max age":
                options.Cookie.MaxAge = TimeSpan.FromDays(1);
                break;
            case "idle":
                options.IdleTimeout = TimeSpan.Zero;
                break;
            case "absolute":
                options.AbsoluteLifetime = TimeSpan.FromMinutes(1);
                break;
            case "engine timeout":
                options.EngineTimeout = TimeSpan.Zero;
                break;
            case "cookie expiration":
                options.Cookie.Expiration = TimeSpan.FromDays(1);
                break;
            case "endless idle":
                options.IdleTimeout = TimeSpan.MaxValue;
                break;
            case "endless lifetime":
                options.AbsoluteLifetime = TimeSpan.MaxValue;
                break;
            case "endless engine timeout":
                options.EngineTimeout = TimeSpan.MaxValue;
                break;
            case "size":
                options.MaxSize = 5;
                break;
        }
    }

    // Written by hand, because analyzers refuse such a model as input of the generator.
    private sealed class FirstClaim : Claim<FirstClaim>, ISessionModel<FirstClaim>
    {
        public static IReadOnlyList<SessionProperty> Properties => All;

        public static FirstClaim Open(ISession session) => new();
    }

    private sealed class SecondClaim : Claim<SecondClaim>, ISessionModel<SecondClaim>
    {
        public static IReadOnlyList<SessionProperty> Properties => All;

        public static SecondClaim Open(ISession session) => new();
    }

    private sealed class MapClaim : ISessionModel<MapClaim>
    {
        public static IReadOnlyList<SessionProperty> Properties { get; } =
            [new SessionMapProperty<string, int>(new(0, "Claims", "claim{0}", SessionCodec.Int32))];

        public static MapClaim Open(ISession session) => new();
    }

    private sealed class WordClaim : ISessionModel<WordClaim>
    {
        public static IReadOnlyList<SessionProperty> Properties { get; } =
            [new SessionMapProperty<Word, int>(new(0, "Claims", "claim{0}", SessionCodec.Int32))];

        public static WordClaim Open(ISession session) => new();
    }

    private sealed record Word(string Text) : IParsable<Word>
    {
        public static Word Parse(string s, IFormatProvider? provider) => new(s);

        public static bool TryParse(string? s, IFormatProvider? provider, out Word result)
        {
            result = new(s ?? "");
            return true;
        }

        public override string ToString() => Text;
    }

    private abstract class Claim<T>
    {
        protected static IReadOnlyList<SessionProperty> All { get; } =
            [new SessionProperty<int>(0, "Claimed", "claimed", SessionCodec.Int32)];
    }
}

using System.Net;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests.Styles;

/// <summary>Tests each style over HTTP.</summary>
public sealed class StylesTests(SharedSites sites, PostgresServer postgres)
{
    public static TheoryData<string> Engines => ["sqlite", "postgres"];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Every_style_reads_and_changes_the_model_without_synchronous_loads(string engine)
    {
        var site = await GetSiteAsync(engine);
        using var visitor = new Visitor(site);
        var expected = new Dictionary<string, int>();

        // The first round begins the session. The second one loads it, and a synchronous load throws.
        for (var round = 1; round <= 2; round++)
        {
            foreach (var (style, path) in Stamps.OfRequests)
            {
                var reply = await visitor.GetAsync(path);
                expected[style] = round;

                Assert.True(reply.Status == HttpStatusCode.OK, $"{style}: {reply.Html}\n{site.Output}");
                Assert.Contains(style, reply.Html);
                Assert.Equal(expected, await Stamps.OfAsync(visitor));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Any_style_can_begin_the_session(string engine)
    {
        var site = await GetSiteAsync(engine);
        foreach (var (style, path) in Stamps.OfRequests)
        {
            using var visitor = new Visitor(site);

            await visitor.GetAsync(path);

            Assert.NotNull(visitor.Token);
            Assert.Equal(new Dictionary<string, int> { [style] = 1 }, await Stamps.OfAsync(visitor));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Pages_that_only_read_do_not_begin_a_session(string engine)
    {
        var site = await GetSiteAsync(engine);
        using var visitor = new Visitor(site);

        Reply[] replies =
        [
            await visitor.GetAsync("/"),
            await visitor.GetAsync("/hub"),
            await visitor.GetAsync("/circuit"),
            await visitor.GetAsync("/api/stamps"),
        ];

        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.OK, reply.Status));
        Assert.All(
            replies,
            reply => Assert.DoesNotContain(reply.SetCookies, cookie => cookie.StartsWith(site.CookieName + "=", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/api/message")]
    [InlineData("/stamps/message")]
    [InlineData("/pages/message")]
    [InlineData("/message")]
    public async Task A_message_appears_once_in_every_style(string path)
    {
        const string Message = "Your passport was checked.";
        var site = await GetSiteAsync("sqlite");
        using var visitor = new Visitor(site);

        await visitor.PostAsync("/check?returnUrl=/api/stamps");

        Assert.Contains(Message, (await visitor.GetAsync(path)).Html);
        Assert.DoesNotContain(Message, (await visitor.GetAsync(path)).Html);
    }

    [Theory]
    [InlineData("Styles", true)]
    [InlineData("Shop", false)]
    public void The_handlers_of_one_sample_are_called_by_generated_code_and_those_of_the_other_are_not(string sample, bool expected)
    {
        using var file = new PEReader(File.OpenRead(Repository.GetAssembly(sample)));
        var metadata = file.GetMetadataReader();

        // The type is file-local, so the compiler prefixes its name with that of the file.
        var types = metadata.TypeDefinitions.Select(type => metadata.GetString(metadata.GetTypeDefinition(type).Name));
        Assert.Equal(expected, types.Any(type => type.EndsWith("__GeneratedRouteBuilderExtensionsCore", StringComparison.Ordinal)));
    }

    private Task<StylesSite> GetSiteAsync(string engine) => sites.GetAsync<StylesSite>(engine, postgres);
}

using Microsoft.AspNetCore.Mvc.Testing;
#if (!IsMemory)
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
#endif

public sealed class VisitorTests : IDisposable
{
#if (IsMemory)
    private readonly WebApplicationFactory<Program> _site = new();
#else
    // The last configured engine is used, so each test keeps its sessions in memory.
    private readonly WebApplicationFactory<Program> _site = new WebApplicationFactory<Program>().WithWebHostBuilder(
        builder => builder.ConfigureTestServices(services => services.AddTypedSessions().UseMemory()));
#endif

    [Fact]
    public void A_model_needs_no_site()
    {
        var visitor = new VisitorSession { Visits = 1 };

        visitor.Visits++;

        Assert.Equal(2, visitor.Visits);
        Assert.True(visitor.IsModified);
    }

    [Fact]
    public async Task Visits_are_counted_for_each_visitor()
    {
        using var visitor = _site.CreateClient();
        using var another = _site.CreateClient();

        Assert.Equal("Hello stranger, this is visit 1.", await ReadAsync(visitor));
        Assert.Equal("Hello stranger, this is visit 2.", await ReadAsync(visitor));
        Assert.Equal("Hello stranger, this is visit 1.", await ReadAsync(another));
    }

    [Fact]
#if (HasSignIn)
    public async Task The_session_ends_when_the_user_signs_out()
    {
        using var visitor = _site.CreateClient();

        await PostAsync(visitor, "/login/Ada");
        Assert.Equal("Hello Ada, this is visit 1.", await ReadAsync(visitor));

        await PostAsync(visitor, "/logout");
        Assert.Equal("Hello stranger, this is visit 1.", await ReadAsync(visitor));
    }
#else
    public async Task The_session_ends_when_the_visitor_leaves()
    {
        using var visitor = _site.CreateClient();

        await PostAsync(visitor, "/name/Ada");
        Assert.Equal("Hello Ada, this is visit 1.", await ReadAsync(visitor));

        await PostAsync(visitor, "/leave");
        Assert.Equal("Hello stranger, this is visit 1.", await ReadAsync(visitor));
    }
#endif

    public void Dispose() => _site.Dispose();

    private static Task<string> ReadAsync(HttpClient visitor) => visitor.GetStringAsync("/", TestContext.Current.CancellationToken);

    private static async Task PostAsync(HttpClient visitor, string path)
    {
        using var response = await visitor.PostAsync(path, null, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }
}

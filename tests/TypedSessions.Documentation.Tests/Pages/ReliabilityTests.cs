using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/reliability.md")]
public sealed class ReliabilityTests
{
    [Fact]
    [Paste("app.MapPost(\"/order\"")]
    public async Task Nothing_is_sent_before_the_session_is_stored()
    {
        using var folder = new TempFolder();
        var sessions = folder.GetPath("sessions");
        await using var site = await Project.RunAsync(new SiteSettings
        {
            Environment = "Production",
            Probe = $"""
                builder.Services.AddTypedSessions().UseFiles(@"{sessions}");
                app.MapGet("/sent", () => Orders.Sent);
                """,
        });
        using var visitor = site.Open();
        using var stored = await visitor.PostAsync("/order");
        Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        Assert.Equal("1", await visitor.ReadAsync("/sent"));

        Directory.Delete(sessions, recursive: true);
        using var refused = await visitor.PostAsync("/order");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("1", await visitor.ReadAsync("/sent"));
    }

    [Fact]
    [Paste("options.SynchronousCommit = true")]
    public async Task A_commit_to_sqlite_waits_for_the_disk()
    {
        await using var site = await Project.RunAsync();
        Assert.True(site.Services.GetRequiredService<IOptions<DatabaseEngineOptions>>().Value.SynchronousCommit);
    }

    [Fact]
    [Paste("options.RequireEngineAtStart = false")]
    public async Task The_application_starts_while_its_folder_cannot_be_created()
    {
        var settings = new SiteSettings
        {
            Environment = "Production",
            Probe = """
                app.MapGet("/set", (ISession session) => session.SetInt32("visits", 1));
                app.MapGet("/static", () => "served");
                """,
        };
        await File.WriteAllTextAsync(settings.GetPath("myapp"), "This is no folder.", TestContext.Current.CancellationToken);
        await using var site = await Project.RunAsync(settings);
        using var visitor = site.Open();
        Assert.Equal("served", await visitor.ReadAsync("/static"));
        using var refused = await visitor.GetAsync("/set");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
    }
}

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>An endpoint that counts the visits of a session, to show that the session is stored.</summary>
internal static class VisitCounter
{
    public const string Endpoint = """
        app.MapGet("/visit", (HttpContext context) =>
        {
            var visits = (context.Session.GetInt32("visits") ?? 0) + 1;
            context.Session.SetInt32("visits", visits);
            return visits;
        });
        """;

    /// <summary>The settings of a program with this endpoint and a connection string "Sessions".</summary>
    public static SiteSettings Connect(string connectionString)
        => new() { Probe = Endpoint, Arguments = ["--ConnectionStrings:Sessions", connectionString] };

    public static async Task AssertCountsAsync(Site site)
    {
        using var visitor = site.Open();
        Assert.Equal("1", await visitor.ReadAsync("/visit"));
        Assert.Equal("2", await visitor.ReadAsync("/visit"));
    }
}

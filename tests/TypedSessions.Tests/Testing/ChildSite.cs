namespace TypedSessions.Tests.Testing;

/// <summary>A site in a separate process. Default: the counters of <see cref="EngineJobs.RunSiteAsync"/>.</summary>
internal sealed class ChildSite : IDisposable
{
    private readonly Child _child;

    private ChildSite(Child child, Uri address)
    {
        _child = child;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts the site and waits until it listens.</summary>
    public static async Task<ChildSite> StartAsync(EnginePlace place, string job = EngineJobs.Site)
    {
        var child = Child.Start(job, place.Arguments);
        var line = await child.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(Uri.TryCreate(line, UriKind.Absolute, out var address), line ?? "The site ended by itself.");
        return new ChildSite(child, address);
    }

    /// <summary>Kills the process: <c>kill -9</c>.</summary>
    public void Kill() => _child.Kill();

    public void Dispose() => _child.Dispose();
}

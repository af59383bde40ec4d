namespace TypedSessions.Tests.Testing;

/// <summary>A site that counts, as a process of its own: see <see cref="EngineJobs.RunSiteAsync"/>.</summary>
internal sealed class ChildSite : IDisposable
{
    private readonly Child _child;

    private ChildSite(Child child, Uri address)
    {
        _child = child;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<ChildSite> StartAsync(EnginePlace place)
    {
        var child = Child.Start(EngineJobs.Site, place.Arguments);
        var line = await child.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(Uri.TryCreate(line, UriKind.Absolute, out var address), line ?? "The site ended by itself.");
        return new ChildSite(child, address);
    }

    /// <summary>Ends it where it stands: <c>kill -9</c>.</summary>
    public void Kill() => _child.Kill();

    public void Dispose() => _child.Dispose();
}

using TypedSessions.Engines.Files;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Files;

/// <summary>Base class of tests with a folder and an engine on it.</summary>
public abstract class FilesTest : IDisposable
{
    private readonly TempFolder _temp = new();

    protected FilesTest()
    {
        Folder = _temp.GetPath("sessions");
        Engine = NewEngine();
    }

    internal ManualClock Clock { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected string Folder { get; }

    protected FileSessionEngine Engine { get; }

    public virtual void Dispose()
    {
        _temp.Dispose();
        GC.SuppressFinalize(this);
    }

    protected FileSessionEngine NewEngine(bool syncs = false)
        => new(new FileEngineOptions { Path = Folder, SynchronousCommit = syncs, ClockSkew = TimeSpan.Zero }, Clock);

    /// <summary>The documented path of a session's file.</summary>
    protected string GetFile(SessionKey key) => Path.Combine(Folder, key.ToString()[..2], key + ".session");

    protected SessionRecord NewRecord(params (string Key, string Value)[] values)
        => new() { Values = Values(values), CreatedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(14) };

    protected SessionChanges Change(params SessionValueChange[] values)
        => new() { Values = values, ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(14) };

    protected async Task<SessionKey> StoreAsync(SessionRecord record)
    {
        var key = NewKey();
        Assert.True(await Engine.CreateAsync(key, record, Token));
        return key;
    }

    /// <summary>Loads the values of a session; empty if the session does not exist.</summary>
    protected async Task<string?> ShowAsync(SessionKey key) => (await Engine.LoadAsync(key, Token))?.Values.Show();
}

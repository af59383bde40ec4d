using System.Diagnostics.CodeAnalysis;
using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>
/// What <c>HttpContext.Session</c> is behind a stray <c>app.UseSession()</c>: the request's typed session in all but one
/// thing, the commit that the stray middleware makes when the request ends. That one comes too late, and also after errors.
/// </summary>
internal sealed class LedSession(RequestSession? request) : ITypedSession, ISessionValues
{
    public bool IsAvailable => request?.Session.IsAvailable ?? false;

    public string Id => Leader.Id;

    public IEnumerable<string> Keys => Leader.Keys;

    public bool IsNew => Leader.IsNew;

    public bool IsEmpty => Leader.IsEmpty;

    public bool IsAccessed => Leader.IsAccessed;

    public bool IsModified => Leader.IsModified;

    public IReadOnlyCollection<string> ModifiedKeys => Leader.ModifiedKeys;

    public SessionExpiry Expiry
    {
        get => Leader.Expiry;
        set => Leader.Expiry = value;
    }

    public DateTimeOffset? Created => Leader.Created;

    public DateTimeOffset? Expires => Leader.Expires;

    public string? Owner
    {
        get => Leader.Owner;
        set => Leader.Owner = value;
    }

    ISession ISessionValues.Session => Leader;

    int ISessionValues.Stamp => Values.Stamp;

    SessionEntries ISessionValues.Entries => Values.Entries;

    private Session Leader => request?.Session ?? throw new InvalidOperationException(
        "app.UseSession() runs before app.UseTypedSessions(), so it has no session to hand out. Remove app.UseSession().");

    private ISessionValues Values => Leader;

    public Task LoadAsync(CancellationToken cancellationToken = default) => Leader.LoadAsync(cancellationToken);

    // The stray middleware takes the session out of the request before it commits, so whoever commits while it is there is the application.
    public Task CommitAsync(CancellationToken cancellationToken = default)
        => request is { IsInPlace: true } ? Leader.CommitAsync(cancellationToken) : Task.CompletedTask;

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value) => Leader.TryGetValue(key, out value);

    public void Set(string key, byte[] value) => Leader.Set(key, value);

    public void Remove(string key) => Leader.Remove(key);

    public void Clear() => Leader.Clear();

    public TimeSpan? Peek() => Leader.Peek();

    public void RegenerateId() => Leader.RegenerateId();

    public void Abandon() => Leader.Abandon();

    public void SetTestCookie() => Leader.SetTestCookie();

    public bool TestCookieWorked() => Leader.TestCookieWorked();

    public void DeleteTestCookie() => Leader.DeleteTestCookie();

    bool ISessionValues.TryGet(string key, out ReadOnlyMemory<byte> value) => Values.TryGet(key, out value);

    void ISessionValues.Set(string key, ReadOnlyMemory<byte> value) => Values.Set(key, value);

    bool ISessionValues.IsModified(string key) => Values.IsModified(key);

    void ISessionValues.Track(SessionView view) => Values.Track(view);

    void ISessionValues.ReportUnreadable(string key, Exception exception) => Values.ReportUnreadable(key, exception);
}

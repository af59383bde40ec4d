using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace TypedSessions.Diagnostics;

/// <summary>Keeps events until they are delivered, so that no request waits for a handler.</summary>
internal sealed class SessionEventQueue(TimeProvider timeProvider, ILogger log)
{
    // Bounds the memory when handlers are slower than events arrive.
    private const int MaxEvents = 10_000;

    private readonly Channel<Func<ISessionEvents, ValueTask>> _events
        = Channel.CreateBounded<Func<ISessionEvents, ValueTask>>(new BoundedChannelOptions(MaxEvents) { SingleReader = true });

    /// <summary>Gets or sets whether there are handlers.</summary>
    public bool IsEnabled { get; set; }

    /// <summary>Adds an event.</summary>
    /// <param name="key">The session's key.</param>
    /// <param name="owner">The session's owner.</param>
    /// <param name="device">The owner's device.</param>
    /// <param name="detail">Further data of the event.</param>
    /// <param name="call">Calls a handler.</param>
    public void Add<T>(
        SessionKey key, string? owner, SessionDevice? device, T detail, Func<ISessionEvents, SessionEvent, T, ValueTask> call)
    {
        if (!IsEnabled)
        {
            return;
        }

        if (!_events.Writer.TryWrite(Bind(Create(key, owner, device), detail, call)))
        {
            log.EventDropped(key);
        }
    }

    /// <summary>Adds the event of a sign-in beyond a limit.</summary>
    /// <param name="owner">The user.</param>
    /// <param name="device">The device that signs in.</param>
    /// <param name="maxSessions">The limit.</param>
    /// <param name="ended">The sessions that ended; empty if the sign-in was refused.</param>
    public void AddLimitExceeded(string owner, SessionDevice? device, int maxSessions, IReadOnlyList<SignedInSession> ended)
    {
        if (!IsEnabled)
        {
            return;
        }

        var limit = new SessionLimitEvent
        {
            Owner = owner,
            Device = device,
            MaxSessions = maxSessions,
            EndedSessions = [.. ended.Select(session => Create(session.Key, owner, session.Device))],
            Timestamp = timeProvider.GetUtcNow(),
        };
        if (!_events.Writer.TryWrite(handler => handler.OnLimitExceededAsync(limit)))
        {
            log.LimitEventDropped(owner);
        }
    }

    /// <summary>Reads all events, until the queue is completed and empty.</summary>
    public IAsyncEnumerable<Func<ISessionEvents, ValueTask>> ReadAsync(CancellationToken cancellationToken)
        => _events.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Stops accepting events.</summary>
    public void Complete()
    {
        IsEnabled = false;
        _events.Writer.TryComplete();
    }

    private SessionEvent Create(SessionKey key, string? owner, SessionDevice? device)
        => new() { Key = key, Owner = owner, Device = device, Timestamp = timeProvider.GetUtcNow() };

    private static Func<ISessionEvents, ValueTask> Bind<T>(
        SessionEvent session, T detail, Func<ISessionEvents, SessionEvent, T, ValueTask> call)
        => handler => call(handler, session, detail);
}

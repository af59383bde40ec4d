using Microsoft.Extensions.Logging;

namespace TypedSessions.Tests.Proof.Load;

/// <summary>Hears from the application's log when it has cleared its store.</summary>
internal sealed class CleanupWatch : ILoggerProvider, ILogger
{
    // How long to wait before the clock is moved on: a clearing that is under way does not hear the next ring.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _cleared = new(0);

    /// <summary>Has a clearing come about, and waits for it.</summary>
    public async Task WaitAfterAsync(Action ring)
    {
        while (_cleared.CurrentCount > 0)
        {
            await _cleared.WaitAsync();
        }

        ring();
        await _cleared.WaitAsync(Patience);
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == "CleanupCompleted")
        {
            _cleared.Release();
        }
    }

    public void Dispose()
    {
    }
}

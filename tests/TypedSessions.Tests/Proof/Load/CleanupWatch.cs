using Microsoft.Extensions.Logging;

namespace TypedSessions.Tests.Proof.Load;

/// <summary>Detects completed cleanups by the application's log.</summary>
internal sealed class CleanupWatch : ILoggerProvider, ILogger
{
    // The wait before the clock advances again, because a running cleanup misses the next timer tick.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _cleared = new(0);

    /// <summary>Triggers a cleanup and waits for its end.</summary>
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

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TypedSessions.Tests.Testing;

/// <summary>Captures log entries with their exceptions and scopes.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, EventId Event, string Text)> _entries = new();

    public IEnumerable<(string Category, EventId Event, string Text)> Entries => _entries;

    /// <summary>Returns the number of log entries of an event.</summary>
    public int GetCount(string eventName)
        => _entries.Count(entry => entry.Category == "TypedSessions" && entry.Event.Name == eventName);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _entries);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<(string Category, EventId Event, string Text)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => entries.Enqueue((category, eventId, $"{formatter(state, exception)} {exception}"));
    }
}

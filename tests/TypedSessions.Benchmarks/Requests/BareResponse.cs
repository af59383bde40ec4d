using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TypedSessions.Benchmarks.Requests;

/// <summary>
/// A response that goes nowhere, and does with callbacks what a server does: runs
/// them, last in first out, when the response starts and when it is over.
/// </summary>
internal sealed class BareResponse : IHttpResponseFeature, IHttpResponseBodyFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _completed = new();

    private readonly HeaderDictionary _headers = [];

    public BareResponse() => Headers = _headers;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; }

    public Stream Body { get; set; } = Stream.Null;

    public bool HasStarted { get; private set; }

    public Stream Stream => Body;

    public PipeWriter Writer { get; } = PipeWriter.Create(Stream.Null);

    public void Reset()
    {
        HasStarted = false;
        StatusCode = StatusCodes.Status200OK;

        // Restores its own headers, as Kestrel does, if the previous request has replaced them.
        _headers.Clear();
        Headers = _headers;
    }

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        Run(_starting);
        HasStarted = true;
        return Task.CompletedTask;
    }

    public Task CompleteAsync()
    {
        Run(_completed);
        return Task.CompletedTask;
    }

    public void DisableBuffering()
    {
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    // Work that does not wait must have finished by now: a round is measured on one thread.
    private static void Run(Stack<(Func<object, Task> Callback, object State)> callbacks)
    {
        while (callbacks.TryPop(out var next))
        {
            var running = next.Callback(next.State);
            if (!running.IsCompletedSuccessfully)
            {
                running.GetAwaiter().GetResult();
            }
        }
    }
}

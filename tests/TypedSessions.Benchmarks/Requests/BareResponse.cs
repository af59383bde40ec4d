using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TypedSessions.Benchmarks.Requests;

/// <summary>A response without a connection. Like a server, it runs callbacks in reverse order when it starts and when it ends.</summary>
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

        // Like Kestrel, restores the original headers if the previous request has replaced them.
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

    // Blocking is safe: a round runs on one thread, and its callbacks complete synchronously.
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

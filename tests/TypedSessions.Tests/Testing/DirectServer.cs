using System.IO.Pipelines;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace TypedSessions.Tests.Testing;

/// <summary>
/// A server without sockets that passes requests to the application like Kestrel, with response callbacks and unhandled exceptions. For
/// tests with so many requests that connections would take most of the time.
/// </summary>
internal sealed class DirectServer : IServer
{
    private Func<IFeatureCollection, DirectResponse, Task>? _run;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _run = (features, response) => RunAsync(application, features, response);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    /// <summary>Sends a GET request.</summary>
    /// <param name="path">The path.</param>
    /// <param name="query">The query with its question mark, or an empty string.</param>
    /// <param name="cookies">The unchanged Cookie headers.</param>
    /// <param name="aborted">Is cancelled when the client disconnects.</param>
    public Task<DirectResponse> GetAsync(string path, string query = "", string?[]? cookies = null, CancellationToken aborted = default)
    {
        var request = new HttpRequestFeature { Method = "GET", Path = path, QueryString = query, Scheme = "https", Protocol = "HTTP/1.1" };
        request.Headers.Host = "localhost";
        if (cookies is { Length: > 0 })
        {
            request.Headers.Cookie = cookies;
        }

        return SendAsync(request, aborted);
    }

    /// <summary>Sends a request.</summary>
    public async Task<DirectResponse> SendAsync(HttpRequestFeature request, CancellationToken aborted = default)
    {
        var response = new DirectResponse();
        var features = new FeatureCollection(8);
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(response);
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = aborted });
        await _run!(features, response);
        return response;
    }

    private static async Task RunAsync<TContext>(
        IHttpApplication<TContext> application, IFeatureCollection features, DirectResponse response)
        where TContext : notnull
    {
        var context = application.CreateContext(features);
        Exception? failure = null;
        try
        {
            await application.ProcessRequestAsync(context);
            await response.StartAsync();
        }
        catch (Exception exception)
        {
            failure = exception;
            response.Fail(exception);
        }

        await response.EndAsync();
        application.DisposeContext(context, failure);
    }
}

/// <summary>The result of a request.</summary>
internal sealed class DirectResponse : IHttpResponseFeature, IHttpResponseBodyFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _completed = new();
    private PipeWriter? _writer;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    /// <summary>The unhandled exception of the application.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The body.</summary>
    public MemoryStream Written { get; } = new();

    /// <summary>The cookies of the response.</summary>
    public IEnumerable<SetCookieHeaderValue> Cookies => Headers.SetCookie.Select(header => SetCookieHeaderValue.Parse(header));

    Stream IHttpResponseFeature.Body { get; set; } = Stream.Null;

    Stream IHttpResponseBodyFeature.Stream => Writer.AsStream();

    public PipeWriter Writer => _writer ??= PipeWriter.Create(new StartingStream(this));

    public void OnStarting(Func<object, Task> callback, object state)
    {
        if (HasStarted)
        {
            throw new InvalidOperationException("The response has started.");
        }

        _starting.Push((callback, state));
    }

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        while (_starting.TryPop(out var starting))
        {
            await starting.Callback(starting.State);
        }

        HasStarted = true;
    }

    public async Task CompleteAsync()
    {
        await StartAsync();
        await Writer.FlushAsync();
    }

    public void DisableBuffering()
    {
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
        => throw new NotSupportedException("No test sends files through this server.");

    /// <summary>Handles an unhandled exception: an unsent response is replaced by an empty one with the status 500.</summary>
    public void Fail(Exception exception)
    {
        Failure = exception;
        if (!HasStarted)
        {
            _starting.Clear();
            Headers.Clear();
            StatusCode = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
        }
    }

    public async Task EndAsync()
    {
        if (_writer is not null && Failure is null)
        {
            await _writer.FlushAsync();
        }

        while (_completed.TryPop(out var completed))
        {
            await completed.Callback(completed.State);
        }
    }

    // The first byte starts the response with its headers.
    private sealed class StartingStream(DirectResponse response) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => throw new NotSupportedException("The response is written asynchronously.");

        public override Task FlushAsync(CancellationToken cancellationToken) => response.StartAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
            => throw new NotSupportedException("The response is written asynchronously.");

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await response.StartAsync(cancellationToken);
            response.Written.Write(buffer.Span);
        }
    }
}

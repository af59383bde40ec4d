using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TypedSessions.Tests.Proof.ModelBased.Subject;

/// <summary>
/// A request and its response without a socket, by the rules of Kestrel: what is called before the response starts is called last in, first
/// out; an exception leaves the server's own answer, without the application's headers; and what comes after the head can only be cut off.
/// </summary>
internal sealed class Exchange : HttpResponseFeature, IHttpResponseFeature, IHttpResponseBodyFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _onStarting = [];
    private bool _hasStarted;
    private Exception? _failure;

    public Exchange(string? cookies, Endpoint endpoint, object visit)
    {
        var features = new FeatureCollection();
        IHeaderDictionary headers = new HeaderDictionary();
        if (cookies is not null)
        {
            headers.Cookie = cookies;
        }

        // A GET would have a first use after the start of the response refused, because a cache may store it: CachingTests.
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "POST", Scheme = "https", Path = "/", Headers = headers });
        features.Set<IHttpResponseFeature>(this);
        features.Set<IHttpResponseBodyFeature>(this);
        Context = new DefaultHttpContext(features);
        Context.Items[typeof(Exchange)] = visit;
        Context.SetEndpoint(endpoint);
    }

    public HttpContext Context { get; }

    /// <summary>Whether the client got a head and then not the rest.</summary>
    public bool IsCut => _failure is not null && _hasStarted;

    bool IHttpResponseFeature.HasStarted => _hasStarted;

    Stream IHttpResponseBodyFeature.Stream => Stream.Null;

    PipeWriter IHttpResponseBodyFeature.Writer { get; } = PipeWriter.Create(Stream.Null);

    void IHttpResponseFeature.OnStarting(Func<object, Task> callback, object state) => _onStarting.Push((callback, state));

    /// <summary>Serves the request.</summary>
    public async Task ServeAsync(RequestDelegate application)
    {
        try
        {
            await application(Context);
        }
        catch (Exception exception)
        {
            _failure = exception;
        }

        if (!_hasStarted && _failure is null)
        {
            await CallOnStartingAsync();
        }

        if (!_hasStarted && _failure is not null)
        {
            Headers.Clear();
            StatusCode = _failure is BadHttpRequestException rejected ? rejected.StatusCode : StatusCodes.Status500InternalServerError;
        }
    }

    /// <summary>Sends the head.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_hasStarted)
        {
            return;
        }

        await CallOnStartingAsync();
        _hasStarted = _failure is null ? true : throw new ObjectDisposedException(nameof(Exchange), "The response has been given up.");
    }

    Task IHttpResponseBodyFeature.CompleteAsync() => StartAsync();

    void IHttpResponseBodyFeature.DisableBuffering()
    {
    }

    Task IHttpResponseBodyFeature.SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken)
        => StartAsync(cancellationToken);

    private async Task CallOnStartingAsync()
    {
        try
        {
            while (_onStarting.TryPop(out var entry))
            {
                await entry.Callback(entry.State);
            }
        }
        catch (Exception exception)
        {
            _failure = exception;
        }
    }
}

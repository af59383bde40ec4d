using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace TypedSessions.Http;

/// <summary>
/// The response's body once the session has given out a value that can be changed in place. Its first use captures the changes, so that a
/// value that
/// cannot be stored fails in the handler, and reaches the application's exception handler. The server reports what fails in
/// <c>OnStarting</c> itself.
/// </summary>
internal sealed class CapturingBody(IHttpResponseBodyFeature inner, RequestSession request) : IHttpResponseBodyFeature
{
    private readonly IHttpResponseBodyFeature _inner = inner;

    /// <inheritdoc/>
    public Stream Stream => Captured.Stream;

    /// <inheritdoc/>
    public PipeWriter Writer => Captured.Writer;

    private IHttpResponseBodyFeature Captured
    {
        get
        {
            request.CaptureChanges();
            return _inner;
        }
    }

    /// <summary>Puts it in place.</summary>
    public static void Install(HttpContext context, RequestSession request)
    {
        if (context.Features.Find<IHttpResponseBodyFeature>() is { } body and not CapturingBody)
        {
            context.Features.Put<IHttpResponseBodyFeature>(new CapturingBody(body, request));
        }
    }

    /// <summary>Takes it away again, for middleware in front that has put a body of its own in place.</summary>
    public static void Remove(HttpContext context)
    {
        if (context.Features.Find<IHttpResponseBodyFeature>() is CapturingBody body)
        {
            context.Features.Put(body._inner);
        }
    }

    /// <inheritdoc/>
    public void DisableBuffering() => _inner.DisableBuffering();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default) => Captured.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
        => Captured.SendFileAsync(path, offset, count, cancellationToken);

    /// <inheritdoc/>
    public Task CompleteAsync() => Captured.CompleteAsync();
}

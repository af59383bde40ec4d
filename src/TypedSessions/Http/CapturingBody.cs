using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace TypedSessions.Http;

/// <summary>
/// The response's body after the session has returned a value that can be changed in place. Its first use captures the changes, so that a
/// value that cannot be stored throws in the handler, and the exception reaches the application's exception handler. Exceptions in
/// <c>OnStarting</c> would only reach the server.
/// </summary>
internal sealed class CapturingBody(HttpContext context, IHttpResponseBodyFeature body, RequestSession request) : IHttpResponseBodyFeature
{
    private readonly IHttpResponseBodyFeature _body = body;
    private bool _hasCaptured;

    /// <inheritdoc/>
    public Stream Stream => Captured.Stream;

    /// <inheritdoc/>
    public PipeWriter Writer => Captured.Writer;

    private IHttpResponseBodyFeature Captured
    {
        get
        {
            if (!_hasCaptured)
            {
                _hasCaptured = true;
                Remove(context);
                request.CaptureChanges();
            }

            return _body;
        }
    }

    /// <summary>Installs the body.</summary>
    public static void Install(HttpContext context, RequestSession request)
    {
        if (context.Features.Find<IHttpResponseBodyFeature>() is { } body and not CapturingBody)
        {
            context.Features.Put<IHttpResponseBodyFeature>(new CapturingBody(context, body, request));
        }
    }

    /// <summary>Restores the original body.</summary>
    public static void Remove(HttpContext context)
    {
        if (context.Features.Find<IHttpResponseBodyFeature>() is CapturingBody capturing)
        {
            context.Features.Put(capturing._body);
        }
    }

    /// <inheritdoc/>
    public void DisableBuffering() => _body.DisableBuffering();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default) => Captured.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
        => Captured.SendFileAsync(path, offset, count, cancellationToken);

    /// <inheritdoc/>
    public Task CompleteAsync() => Captured.CompleteAsync();
}

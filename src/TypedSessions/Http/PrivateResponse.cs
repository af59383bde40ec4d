using Microsoft.AspNetCore.Http.Features;

namespace TypedSessions.Http;

/// <summary>
/// The response from the first use of the session on, with <see cref="PrivateResponseHeaders"/>. The server's own response keeps its
/// headers, because Kestrel writes an HTTP/2 response only from those.
/// </summary>
internal sealed class PrivateResponse(IHttpResponseFeature response, PrivateResponseHeaders headers) : IHttpResponseFeature
{
    private IHeaderDictionary _headers = headers;

    /// <inheritdoc/>
    public int StatusCode
    {
        get => response.StatusCode;
        set => response.StatusCode = value;
    }

    /// <inheritdoc/>
    public string? ReasonPhrase
    {
        get => response.ReasonPhrase;
        set => response.ReasonPhrase = value;
    }

    /// <inheritdoc/>
    public IHeaderDictionary Headers
    {
        get => _headers;
        set => _headers = response.Headers = value;
    }

#pragma warning disable CS0618 // Obsolete, and still part of the interface.
    /// <inheritdoc/>
    public Stream Body
    {
        get => response.Body;
        set => response.Body = value;
    }
#pragma warning restore CS0618

    /// <inheritdoc/>
    public bool HasStarted => response.HasStarted;

    /// <inheritdoc/>
    public void OnStarting(Func<object, Task> callback, object state) => response.OnStarting(callback, state);

    /// <inheritdoc/>
    public void OnCompleted(Func<object, Task> callback, object state) => response.OnCompleted(callback, state);
}

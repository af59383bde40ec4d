using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace TypedSessions.Http;

/// <summary>
/// The response's headers from the first use of the session on. This server's own caches read and write them when they decide
/// whether to store, in any order of the middleware: response caching does not find <c>public</c>, and output caching is
/// forbidden to store as soon as it sets the date.
/// </summary>
internal sealed class PrivateResponseHeaders(HttpContext context, IHeaderDictionary headers) : IHeaderDictionary
{
    private bool _isSealed;
    private bool _hasForbidden;

    /// <inheritdoc/>
    public int Count => headers.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => headers.IsReadOnly;

    /// <inheritdoc/>
    public ICollection<string> Keys => headers.Keys;

    /// <inheritdoc/>
    public ICollection<StringValues> Values => headers.Values;

    /// <inheritdoc/>
    public long? ContentLength
    {
        get
        {
            // Output caching reads this last before it stores the response.
            ThrowIfAllowedAgain();
            return headers.ContentLength;
        }

        set => headers.ContentLength = value;
    }

    /// <inheritdoc/>
    public StringValues this[string key]
    {
        get => Guard(key, headers[key]);
        set
        {
            ForbidOutputCaching();
            headers[key] = value;
            KeepSealed();
        }
    }

    /// <summary>Forbids output caching, even if its middleware runs after the first use of the session.</summary>
    public void ForbidOutputCaching()
    {
        if (context.Features.Find<IOutputCacheFeature>() is { } cache)
        {
            cache.Context.AllowCacheStorage = false;
            _hasForbidden = true;
        }
    }

    /// <summary>
    /// Forbids storing in the headers as they are sent, whatever still changes them: callbacks that were registered before the
    /// session's run after it.
    /// </summary>
    public void Seal()
    {
        ForbidOutputCaching();
        _isSealed = true;
        CachingHeaders.Apply(headers);
    }

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
    {
        var isFound = headers.TryGetValue(key, out value);
        value = Guard(key, value);
        return isFound;
    }

    /// <inheritdoc/>
    public void Add(string key, StringValues value)
    {
        ((IDictionary<string, StringValues>)headers).Add(key, value);
        KeepSealed();
    }

    /// <inheritdoc/>
    public void Add(KeyValuePair<string, StringValues> item) => Add(item.Key, item.Value);

    /// <inheritdoc/>
    public bool Remove(string key)
    {
        var isRemoved = headers.Remove(key);
        KeepSealed();
        return isRemoved;
    }

    /// <inheritdoc/>
    public bool Remove(KeyValuePair<string, StringValues> item)
    {
        var isRemoved = headers.Remove(item);
        KeepSealed();
        return isRemoved;
    }

    /// <inheritdoc/>
    public void Clear()
    {
        headers.Clear();
        KeepSealed();
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => headers.ContainsKey(key);

    /// <inheritdoc/>
    public bool Contains(KeyValuePair<string, StringValues> item) => headers.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) => headers.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => headers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static StringValues Guard(string key, StringValues value)
        => key.Equals(HeaderNames.CacheControl, StringComparison.OrdinalIgnoreCase) ? CachingHeaders.WithoutPublic(value) : value;

    private void KeepSealed()
    {
        if (_isSealed && !headers.IsReadOnly)
        {
            CachingHeaders.Apply(headers);
        }
    }

    // A policy may allow again what was forbidden, just before the response is stored.
    private void ThrowIfAllowedAgain()
    {
        if (_hasForbidden && context.Features.Find<IOutputCacheFeature>() is { Context.AllowCacheStorage: true })
        {
            throw new InvalidOperationException(
                "An output cache policy sets AllowCacheStorage for a response that used the session, which would be served to other " +
                "visitors. Do not set it in the policy's ServeResponseAsync, or do not use the session on this endpoint.");
        }

        ForbidOutputCaching();
    }
}

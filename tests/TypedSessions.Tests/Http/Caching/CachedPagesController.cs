using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Net.Http.Headers;

namespace TypedSessions.Tests.Http.Caching;

/// <summary>Pages that show a visitor's values and enable caching in different ways, and one page that may be cached.</summary>
[Route("pages/[action]")]
public sealed class CachedPagesController : ControllerBase
{
    private const string Public = "public, max-age=60";

    public const string NameHeader = "X-Name";

    /// <summary>The pages that every visitor gets.</summary>
    internal static readonly string[] Kept =
    [
        nameof(Attribute), nameof(HeaderLast), nameof(HeaderFirst), nameof(KeptHeaders), nameof(TargetedHeader), nameof(Output),
        nameof(NoBody),
        nameof(LatePrivate), nameof(StubbornNoBody), nameof(Stubborn),
    ];

    /// <summary>
    /// The pages that may fail, because they first use the session after the response has started.
    /// </summary>
    internal static readonly string[] Refused = [nameof(Late), nameof(LateWithoutHeaders)];

    private string Name => HttpContext.Session.GetString("name") ?? "nobody";

    [ResponseCache(Duration = 60, Location = ResponseCacheLocation.Any)]
    public string Attribute() => Name;

    public string HeaderLast()
    {
        var name = Name;
        Response.Headers.CacheControl = Public;
        Response.Headers.Remove(HeaderNames.Vary);
        return name;
    }

    public string HeaderFirst()
    {
        Response.Headers.CacheControl = Public;
        return Name;
    }

    // Like a handler that keeps a reference to the header dictionary.
    public string KeptHeaders()
    {
        var headers = Response.Headers;
        var name = Name;
        headers.CacheControl = Public;
        return name;
    }

    public string TargetedHeader()
    {
        Response.Headers["CDN-Cache-Control"] = Public;
        Response.Headers["Surrogate-Control"] = "max-age=60";
        return Name;
    }

    [OutputCache(Duration = 60)]
    public string Output() => Name;

    [StubbornPolicy]
    public string Stubborn()
    {
        Response.Headers.CacheControl = Public;
        return Name;
    }

    [OutputCache(Duration = 60)]
    [ResponseCache(Duration = 60, Location = ResponseCacheLocation.Any)]
    public void NoBody() => Response.Headers[NameHeader] = Name;

    [StubbornPolicy]
    public void StubbornNoBody() => Response.Headers[NameHeader] = Name;

    [OutputCache(Duration = 60)]
    public async Task Late()
    {
        Response.Headers.CacheControl = Public;
        await Response.WriteAsync("");
        await Response.Body.FlushAsync();
        await Response.WriteAsync(Name);
    }

    [StubbornPolicy]
    public async Task LateWithoutHeaders()
    {
        await Response.Body.FlushAsync();
        await Response.WriteAsync(Name);
    }

    [StubbornPolicy]
    public async Task LatePrivate()
    {
        Response.Headers.CacheControl = "private";
        await Response.Body.FlushAsync();
        await Response.WriteAsync(Name);
    }

    [ResponseCache(Duration = 60, Location = ResponseCacheLocation.Any)]
    public string Plain() => Guid.NewGuid().ToString();
}

/// <summary>A policy that always allows storage.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StubbornPolicyAttribute : Attribute, IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        (context.EnableOutputCaching, context.AllowCacheLookup, context.AllowCacheStorage) = (true, true, true);
        return default;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => default;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.AllowCacheStorage = true;
        return default;
    }
}

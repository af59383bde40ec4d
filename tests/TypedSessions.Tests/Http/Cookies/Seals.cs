using Microsoft.AspNetCore.DataProtection;
using TypedSessions.Http.Cookies;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http.Cookies;

/// <summary>Creates transports of sealed records without an application.</summary>
internal static class Seals
{
    public static SealedTransport Create(IDataProtectionProvider protection, TimeProvider timeProvider, CookieEngineOptions? options = null)
        => new(protection, options ?? new CookieEngineOptions(), Transports.Metrics, timeProvider, Timeout.InfiniteTimeSpan);
}

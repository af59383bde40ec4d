using Microsoft.AspNetCore.DataProtection;
using TypedSessions.Engines.Cookie;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;

namespace TypedSessions.Tests.Engines.Cookie;

/// <summary>The rules that hold for a browser which makes one request after the other, through the seal and back.</summary>
public sealed class CookieConformance : RecordConformance
{
    protected override bool RemembersExpired => false;

    protected override ValueTask<ISessionEngine> OpenAsync()
    {
        var options = new CookieEngineOptions { MaxCookies = CookieEngineOptions.MostCookies, Compress = true };
        var engine = new CookieSessionEngine(new EphemeralDataProtectionProvider(), Clock, options);
        return ValueTask.FromResult<ISessionEngine>(new CookieJar(engine, Clock));
    }
}

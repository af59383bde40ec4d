using Microsoft.AspNetCore.DataProtection;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;

namespace TypedSessions.Tests.Http.Cookies;

/// <summary>The rules that hold for sealed sessions of a browser with sequential requests.</summary>
public sealed class RequestRecordStoreConformance : RecordConformance
{
    protected override bool RemembersExpired => false;

    protected override ValueTask<ISessionEngine> OpenAsync()
    {
        var options = new CookieEngineOptions { MaxCookies = CookieEngineOptions.MaxCookiesLimit, Compress = true };
        var engine = Seals.Create(new EphemeralDataProtectionProvider(), Clock, options);
        return ValueTask.FromResult<ISessionEngine>(new CookieJar(engine, Clock));
    }
}

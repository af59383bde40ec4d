extern alias before;

using Microsoft.AspNetCore.Mvc.Testing;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>The application on ASP.NET Core's own session.</summary>
public sealed class BeforeTests(WebApplicationFactory<before::Program> factory)
    : SiteTests<before::Program>(factory), IClassFixture<WebApplicationFactory<before::Program>>
{
    protected override string CookieName => ".AspNetCore.Session";
}

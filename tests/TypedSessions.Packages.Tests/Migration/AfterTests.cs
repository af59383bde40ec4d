extern alias after;

using Microsoft.AspNetCore.Mvc.Testing;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>The same application with two lines changed.</summary>
public sealed class AfterTests(WebApplicationFactory<after::Program> factory)
    : SiteTests<after::Program>(factory), IClassFixture<WebApplicationFactory<after::Program>>
{
    protected override string CookieName => "session";
}

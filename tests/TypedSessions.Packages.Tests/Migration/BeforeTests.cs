extern alias before;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>The application on ASP.NET Core's own session.</summary>
public sealed class BeforeTests(QuietFactory<before::Program> factory)
    : SiteTests<before::Program>(factory), IClassFixture<QuietFactory<before::Program>>
{
    protected override string CookieName => ".AspNetCore.Session";
}

extern alias after;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>The same application with two lines changed.</summary>
public sealed class AfterTests(QuietFactory<after::Program> factory)
    : SiteTests<after::Program>(factory), IClassFixture<QuietFactory<after::Program>>
{
    protected override string CookieName => "session-MigrationAfter";
}

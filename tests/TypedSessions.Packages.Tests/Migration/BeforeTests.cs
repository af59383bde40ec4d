extern alias before;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>The program with ASP.NET Core's session. All tests share a host.</summary>
[CollectionDefinition]
public sealed class BeforeProgram : ICollectionFixture<QuietFactory<before::Program>>;

[Collection(typeof(BeforeProgram))]
public sealed class BeforeSiteTests(QuietFactory<before::Program> factory) : SiteTests<before::Program>(factory)
{
    protected override string CookieName => ".AspNetCore.Session";
}

[Collection(typeof(BeforeProgram))]
public sealed class BeforeCartTests(QuietFactory<before::Program> factory) : CartTests<before::Program>(factory);

[Collection(typeof(BeforeProgram))]
public sealed class BeforeWizardTests(QuietFactory<before::Program> factory) : WizardTests<before::Program>(factory);

[Collection(typeof(BeforeProgram))]
public sealed class BeforeStaticSessionTests(QuietFactory<before::Program> factory) : StaticSessionTests<before::Program>(factory);

[Collection(typeof(BeforeProgram))]
public sealed class BeforeLoginTests(QuietFactory<before::Program> factory) : LoginTests<before::Program>(factory)
{
    [Fact]
    public async Task A_logout_that_only_deletes_the_cookie_by_its_name_logs_out()
    {
        using var visitor = CreateVisitor();
        await LogInAsync(visitor);

        await PostAsync(visitor, "/logout/cookie");

        Assert.Equal(LoginPage, await GetAsync(visitor, "/members"));
    }
}

[Collection(typeof(BeforeProgram))]
public sealed class BeforeMessageTests(QuietFactory<before::Program> factory) : MessageTests<before::Program>(factory);

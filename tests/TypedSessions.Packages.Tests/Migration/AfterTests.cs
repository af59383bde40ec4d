extern alias after;

using Microsoft.Extensions.DependencyInjection;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>The program with TypedSessions, which differs in two lines. All tests share a host.</summary>
[CollectionDefinition]
public sealed class AfterProgram : ICollectionFixture<QuietFactory<after::Program>>;

[Collection(typeof(AfterProgram))]
public sealed class AfterSiteTests(QuietFactory<after::Program> factory) : SiteTests<after::Program>(factory)
{
    protected override string CookieName => "session-MigrationAfter";
}

[Collection(typeof(AfterProgram))]
public sealed class AfterCartTests(QuietFactory<after::Program> factory) : CartTests<after::Program>(factory);

[Collection(typeof(AfterProgram))]
public sealed class AfterWizardTests(QuietFactory<after::Program> factory) : WizardTests<after::Program>(factory);

[Collection(typeof(AfterProgram))]
public sealed class AfterStaticSessionTests(QuietFactory<after::Program> factory) : StaticSessionTests<after::Program>(factory);

[Collection(typeof(AfterProgram))]
public sealed class AfterLoginTests(QuietFactory<after::Program> factory) : LoginTests<after::Program>(factory)
{
    [Fact]
    public async Task A_logout_that_only_deletes_the_cookie_by_its_old_name_stays_logged_in()
    {
        using var visitor = CreateVisitor();
        await LogInAsync(visitor);

        await PostAsync(visitor, "/logout/cookie");

        Assert.Equal("Welcome, ada (7).", await GetAsync(visitor, "/members"));
    }

    [Fact]
    public async Task A_logout_that_only_deletes_the_cookie_logs_out_where_the_cookie_keeps_its_old_name()
    {
        await using var renamed = Factory.WithWebHostBuilder(static builder => builder.ConfigureServices(
            static services => services.Configure<TypedSessionsOptions>(static options => options.Cookie.Name = ".AspNetCore.Session")));
        using var visitor = renamed.CreateClient();
        await LogInAsync(visitor);

        await PostAsync(visitor, "/logout/cookie");

        Assert.Equal(LoginPage, await GetAsync(visitor, "/members"));
    }
}

[Collection(typeof(AfterProgram))]
public sealed class AfterMessageTests(QuietFactory<after::Program> factory) : MessageTests<after::Program>(factory);

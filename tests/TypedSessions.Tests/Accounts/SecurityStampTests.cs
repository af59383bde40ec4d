using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Accounts;

/// <summary>A change of a user's security stamp ends the user's other sessions in the same request.</summary>
public sealed class SecurityStampTests
{
    public static TheoryData<string> Changes { get; } = [.. AccountList.Changes.Keys];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_ends_all_other_sessions_of_the_user_and_no_one_elses(string change)
    {
        await using var site = await IdentitySite.StartAsync();
        using var ada = await site.OpenAsync("ada");
        using var other = await site.OpenAsync("ada");
        using var bob = await site.OpenAsync("bob");

        Assert.Equal("Succeeded", await ada.ReadAsync($"/change/{change}"));

        Assert.Equal("nobody", await other.ReadAsync("/me"));
        Assert.Equal("ada", await ada.ReadAsync("/me"));
        Assert.Equal("bob", await bob.ReadAsync("/me"));
    }

    [Fact]
    public async Task A_refreshed_login_keeps_the_session_of_the_change_under_a_new_id()
    {
        await using var site = await IdentitySite.StartAsync();
        using var ada = await site.OpenAsync("ada");
        using var other = await site.OpenAsync("ada");
        var token = ada.Token;

        Assert.Equal("Succeeded", await ada.ReadAsync("/change/password"));

        Assert.NotEqual(token, ada.Token);
        Assert.Equal("ada", await ada.ReadAsync("/me"));
        Assert.Equal("nobody", await other.ReadAsync("/me"));
    }

    [Fact]
    public async Task A_change_that_fails_ends_nothing()
    {
        await using var site = await IdentitySite.StartAsync();
        using var ada = await site.OpenAsync("ada");
        using var other = await site.OpenAsync("ada");

        Assert.StartsWith("Failed", await ada.ReadAsync("/change/with-a-wrong-password"), StringComparison.Ordinal);

        Assert.Equal("ada", await other.ReadAsync("/me"));
    }

    [Fact]
    public async Task A_change_by_an_administrator_ends_all_sessions_of_the_user()
    {
        await using var site = await IdentitySite.StartAsync();
        using var ada = await site.OpenAsync("ada");
        using var other = await site.OpenAsync("ada");
        using var admin = await site.OpenAsync("admin");

        Assert.Equal("Succeeded", await admin.ReadAsync("/lock-out/ada"));

        Assert.Equal("nobody", await ada.ReadAsync("/me"));
        Assert.Equal("nobody", await other.ReadAsync("/me"));
        Assert.Equal("admin", await admin.ReadAsync("/me"));
    }

    [Fact]
    public async Task A_change_outside_a_request_ends_all_sessions_of_the_user()
    {
        await using var site = await IdentitySite.StartAsync();
        using var ada = await site.OpenAsync("ada");
        await using (var scope = site.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            Assert.True((await users.UpdateSecurityStampAsync((await users.FindByNameAsync("ada"))!)).Succeeded);
        }

        Assert.Equal("nobody", await ada.ReadAsync("/me"));
    }

    [Fact]
    public async Task A_login_whose_stamp_was_changed_elsewhere_is_signed_out()
    {
        await using var site = await IdentitySite.StartAsync();
        using var ada = await site.OpenAsync("ada");
        site.Services.GetRequiredService<AccountList>().Find("ADA")!.SecurityStamp = "changed in the database";
        site.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal("nobody", await ada.ReadAsync("/me"));
        Assert.Equal("nobody", await ada.ReadAsync("/me"));
        Assert.Null(ada.Token);
    }

    [Fact]
    public async Task The_owner_is_that_of_a_sign_in()
    {
        await using var site = await IdentitySite.StartAsync(
            options => options.SignIn.GetOwner = static user => "tenant-7/" + user.Identity!.Name);
        using var ada = await site.OpenAsync("ada");
        using var other = await site.OpenAsync("ada");
        Assert.Equal("tenant-7/ada", await ada.ReadAsync("/owner"));

        await ada.ReadAsync("/change/password");

        Assert.Equal("nobody", await other.ReadAsync("/me"));
        Assert.Equal("ada", await ada.ReadAsync("/me"));
    }

    [Fact]
    public async Task The_request_is_answered_with_503_if_the_others_cannot_be_ended()
    {
        RecordingInventory? engine = null;
        await using var site = await IdentitySite.StartAsync(
            engine: clock => engine = new RecordingInventory(new MemorySessionEngine(clock))
            {
                Before = static call => call == "find for removal"
                    ? throw new SessionEngineException("The store is away.") { IsTransient = true }
                    : Task.CompletedTask,
            });
        using var ada = await site.OpenAsync("ada");

        using var response = await ada.GetAsync("/change/password");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task A_login_that_outlives_its_session_stops_the_application_at_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => IdentitySite.StartAsync(keepsTickets: false));
        Assert.Contains("KeepTicketsInSession(\"Identity.Application\")", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_manager_that_ends_no_sessions_stops_the_application_at_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => IdentitySite.StartAsync(identity: static it => it.AddUserManager<PlainManager>()));
        Assert.Contains("Derive it from SessionUserManager<Account>", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_manager_that_derives_from_the_librarys_ends_sessions()
    {
        await using var site = await IdentitySite.StartAsync(identity: static it => it.AddUserManager<DerivedManager>());
        using var ada = await site.OpenAsync("ada");
        using var other = await site.OpenAsync("ada");

        Assert.Equal("Succeeded", await ada.ReadAsync("/change/password"));

        Assert.Equal("nobody", await other.ReadAsync("/me"));
    }

    private sealed class PlainManager(
        IUserStore<Account> store,
        IOptions<IdentityOptions> options,
        IPasswordHasher<Account> hasher,
        IEnumerable<IUserValidator<Account>> users,
        IEnumerable<IPasswordValidator<Account>> passwords,
        ILookupNormalizer normalizer,
        IdentityErrorDescriber errors,
        IServiceProvider services,
        ILogger<UserManager<Account>> log)
        : UserManager<Account>(store, options, hasher, users, passwords, normalizer, errors, services, log);

    private sealed class DerivedManager(
        IUserStore<Account> store,
        IOptions<IdentityOptions> options,
        IPasswordHasher<Account> hasher,
        IEnumerable<IUserValidator<Account>> users,
        IEnumerable<IPasswordValidator<Account>> passwords,
        ILookupNormalizer normalizer,
        IdentityErrorDescriber errors,
        IServiceProvider services,
        ILogger<UserManager<Account>> log)
        : SessionUserManager<Account>(store, options, hasher, users, passwords, normalizer, errors, services, log);
}

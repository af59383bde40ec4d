using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;

namespace TypedSessions.Tests.Accounts;

/// <summary>A user of ASP.NET Core Identity.</summary>
internal sealed class Account(string name) : IdentityUser(name);

/// <summary>A user store that creates users on demand. The password is the name.</summary>
internal sealed class AccountList
{
    private readonly ConcurrentDictionary<string, Account> _users = new();

    /// <summary>The changes of a user that also change the security stamp.</summary>
    public static IReadOnlyDictionary<string, Func<UserManager<Account>, Account, Task<IdentityResult>>> Changes { get; }
        = new Dictionary<string, Func<UserManager<Account>, Account, Task<IdentityResult>>>
        {
            ["stamp"] = static (users, user) => users.UpdateSecurityStampAsync(user),
            ["password"] = static (users, user) => users.ChangePasswordAsync(user, user.NormalizedUserName!, "another one"),
            ["no password"] = static (users, user) => users.RemovePasswordAsync(user),
            ["first password"] = static (users, user) =>
            {
                user.PasswordHash = null;
                return users.AddPasswordAsync(user, "another one");
            },
            ["reset password"] = static async (users, user)
                => await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), "another one"),
            ["email"] = static (users, user) => users.SetEmailAsync(user, "new@mail.test"),
            ["confirmed email"] = static async (users, user)
                => await users.ChangeEmailAsync(user, "new@mail.test", await users.GenerateChangeEmailTokenAsync(user, "new@mail.test")),
            ["phone"] = static (users, user) => users.SetPhoneNumberAsync(user, "1234"),
            ["confirmed phone"] = static async (users, user)
                => await users.ChangePhoneNumberAsync(user, "1234", await users.GenerateChangePhoneNumberTokenAsync(user, "1234")),
            ["two factors"] = static (users, user) => users.SetTwoFactorEnabledAsync(user, true),
            ["authenticator"] = static (users, user) => users.ResetAuthenticatorKeyAsync(user),
            ["login"] = static (users, user) => users.RemoveLoginAsync(user, "provider", "key"),
        };

    /// <summary>A change that fails.</summary>
    public static Task<IdentityResult> FailingChange(UserManager<Account> users, Account user)
        => users.ChangePasswordAsync(user, "wrong", "another one");

    public Account? Find(string normalizedName) => _users.GetOrAdd(normalizedName, static name =>
    {
        var user = new Account(name.ToLowerInvariant()) { Id = "id-" + name, NormalizedUserName = name, SecurityStamp = "first" };
        user.PasswordHash = new PasswordHasher<Account>().HashPassword(user, name);
        return user;
    });
}

/// <summary>The store of <see cref="AccountList"/>.</summary>
internal sealed class AccountStore(AccountList accounts)
    : IUserPasswordStore<Account>,
        IUserSecurityStampStore<Account>,
        IUserEmailStore<Account>,
        IUserPhoneNumberStore<Account>,
        IUserTwoFactorStore<Account>,
        IUserAuthenticatorKeyStore<Account>,
        IUserLoginStore<Account>
{
    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(accounts.Find(userId[3..]));

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
        => Task.FromResult(accounts.Find(normalizedUserName));

    public Task<Account?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) => Task.FromResult<Account?>(null);

    public Task<Account?> FindByLoginAsync(string loginProvider, string providerKey, CancellationToken cancellationToken)
        => Task.FromResult<Account?>(null);

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(IdentityResult.Success);

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.UserName);

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken)
        => Task.FromResult(user.NormalizedUserName);

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.SecurityStamp);

    public Task<string?> GetEmailAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Email);

    public Task<string?> GetNormalizedEmailAsync(Account user, CancellationToken cancellationToken)
        => Task.FromResult(user.NormalizedEmail);

    public Task<bool> GetEmailConfirmedAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.EmailConfirmed);

    public Task<string?> GetPhoneNumberAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PhoneNumber);

    public Task<bool> GetPhoneNumberConfirmedAsync(Account user, CancellationToken cancellationToken)
        => Task.FromResult(user.PhoneNumberConfirmed);

    public Task<bool> GetTwoFactorEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.TwoFactorEnabled);

    public Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>("key");

    public Task<IList<UserLoginInfo>> GetLoginsAsync(Account user, CancellationToken cancellationToken)
        => Task.FromResult<IList<UserLoginInfo>>([]);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => Do(() => user.UserName = userName);

    // The tests do not change the key of the accounts.
    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken)
        => Do(() => user.PasswordHash = passwordHash);

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken)
        => Do(() => user.SecurityStamp = stamp);

    public Task SetEmailAsync(Account user, string? email, CancellationToken cancellationToken) => Do(() => user.Email = email);

    public Task SetNormalizedEmailAsync(Account user, string? normalizedEmail, CancellationToken cancellationToken)
        => Do(() => user.NormalizedEmail = normalizedEmail);

    public Task SetEmailConfirmedAsync(Account user, bool confirmed, CancellationToken cancellationToken)
        => Do(() => user.EmailConfirmed = confirmed);

    public Task SetPhoneNumberAsync(Account user, string? phoneNumber, CancellationToken cancellationToken)
        => Do(() => user.PhoneNumber = phoneNumber);

    public Task SetPhoneNumberConfirmedAsync(Account user, bool confirmed, CancellationToken cancellationToken)
        => Do(() => user.PhoneNumberConfirmed = confirmed);

    public Task SetTwoFactorEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken)
        => Do(() => user.TwoFactorEnabled = enabled);

    public Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AddLoginAsync(Account user, UserLoginInfo login, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemoveLoginAsync(Account user, string loginProvider, string providerKey, CancellationToken cancellationToken)
        => Task.CompletedTask;

    public void Dispose()
    {
    }

    private static Task Do(Action change)
    {
        change();
        return Task.CompletedTask;
    }
}

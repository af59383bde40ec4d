using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions.Integration.Identity;

namespace TypedSessions;

/// <summary>
/// A user manager of ASP.NET Core Identity that ends a user's other sessions when the user's security stamp changes: see
/// <see cref="Microsoft.Extensions.DependencyInjection.SessionIdentityBuilderExtensions.EndOthersOnSecurityStampChange"/>. Derive the
/// application's user manager from it.
/// </summary>
/// <remarks>
/// If the sessions cannot be ended, the methods throw the engine's <see cref="Storage.SessionEngineException"/> after the user was changed,
/// and the request is answered with 503. Outside a request of the user, all sessions of the user end.
/// </remarks>
/// <typeparam name="TUser">The type of the users.</typeparam>
/// <param name="store">The store of the users.</param>
/// <param name="optionsAccessor">The options of Identity.</param>
/// <param name="passwordHasher">The hasher of passwords.</param>
/// <param name="userValidators">The validators of users.</param>
/// <param name="passwordValidators">The validators of passwords.</param>
/// <param name="keyNormalizer">The normalizer of names and e-mail addresses.</param>
/// <param name="errors">The texts of errors.</param>
/// <param name="services">The services of the request.</param>
/// <param name="logger">The log.</param>
public class SessionUserManager<TUser>(
    IUserStore<TUser> store,
    IOptions<IdentityOptions> optionsAccessor,
    IPasswordHasher<TUser> passwordHasher,
    IEnumerable<IUserValidator<TUser>> userValidators,
    IEnumerable<IPasswordValidator<TUser>> passwordValidators,
    ILookupNormalizer keyNormalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<TUser>> logger)
    : UserManager<TUser>(
        store, optionsAccessor, passwordHasher, userValidators, passwordValidators, keyNormalizer, errors, services, logger)
    where TUser : class
{
    private readonly IServiceProvider _services = services;

    /// <inheritdoc/>
    public override Task<IdentityResult> UpdateSecurityStampAsync(TUser user)
        => EndOthersAfterAsync(user, () => base.UpdateSecurityStampAsync(user));

    /// <inheritdoc/>
    public override Task<IdentityResult> SetUserNameAsync(TUser user, string? userName)
        => EndOthersAfterAsync(user, () => base.SetUserNameAsync(user, userName));

    /// <inheritdoc/>
    public override Task<IdentityResult> AddPasswordAsync(TUser user, string password)
        => EndOthersAfterAsync(user, () => base.AddPasswordAsync(user, password));

    /// <inheritdoc/>
    public override Task<IdentityResult> ChangePasswordAsync(TUser user, string currentPassword, string newPassword)
        => EndOthersAfterAsync(user, () => base.ChangePasswordAsync(user, currentPassword, newPassword));

    /// <inheritdoc/>
    public override Task<IdentityResult> RemovePasswordAsync(TUser user)
        => EndOthersAfterAsync(user, () => base.RemovePasswordAsync(user));

    /// <inheritdoc/>
    public override Task<IdentityResult> ResetPasswordAsync(TUser user, string token, string newPassword)
        => EndOthersAfterAsync(user, () => base.ResetPasswordAsync(user, token, newPassword));

    /// <inheritdoc/>
    public override Task<IdentityResult> SetEmailAsync(TUser user, string? email)
        => EndOthersAfterAsync(user, () => base.SetEmailAsync(user, email));

    /// <inheritdoc/>
    public override Task<IdentityResult> ChangeEmailAsync(TUser user, string newEmail, string token)
        => EndOthersAfterAsync(user, () => base.ChangeEmailAsync(user, newEmail, token));

    /// <inheritdoc/>
    public override Task<IdentityResult> SetPhoneNumberAsync(TUser user, string? phoneNumber)
        => EndOthersAfterAsync(user, () => base.SetPhoneNumberAsync(user, phoneNumber));

    /// <inheritdoc/>
    public override Task<IdentityResult> ChangePhoneNumberAsync(TUser user, string phoneNumber, string token)
        => EndOthersAfterAsync(user, () => base.ChangePhoneNumberAsync(user, phoneNumber, token));

    /// <inheritdoc/>
    public override Task<IdentityResult> SetTwoFactorEnabledAsync(TUser user, bool enabled)
        => EndOthersAfterAsync(user, () => base.SetTwoFactorEnabledAsync(user, enabled));

    /// <inheritdoc/>
    public override Task<IdentityResult> ResetAuthenticatorKeyAsync(TUser user)
        => EndOthersAfterAsync(user, () => base.ResetAuthenticatorKeyAsync(user));

    /// <inheritdoc/>
    public override Task<IdentityResult> RemoveLoginAsync(TUser user, string loginProvider, string providerKey)
        => EndOthersAfterAsync(user, () => base.RemoveLoginAsync(user, loginProvider, providerKey));

    /// <inheritdoc/>
    public override Task<IdentityResult> RemovePasskeyAsync(TUser user, byte[] credentialId)
        => EndOthersAfterAsync(user, () => base.RemovePasskeyAsync(user, credentialId));

    private async Task<IdentityResult> EndOthersAfterAsync(TUser user, Func<Task<IdentityResult>> change)
    {
        if (Store is not IUserSecurityStampStore<TUser> stamps || user is null)
        {
            return await change();
        }

        var before = await stamps.GetSecurityStampAsync(user, CancellationToken);
        var result = await change();
        if (result.Succeeded && await stamps.GetSecurityStampAsync(user, CancellationToken) != before)
        {
            await OtherSessions.EndAsync(user, _services);
        }

        return result;
    }
}

using Microsoft.AspNetCore.Identity;

namespace TypedSessions.Tests.Authentication;

internal sealed record User(string Id, string Name);

/// <summary>A user store for ASP.NET Core Identity that creates users on demand.</summary>
internal sealed class Users : IUserStore<User>
{
    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken)
        => Task.FromResult<string?>(user.Name.ToUpperInvariant());

    public Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken)
        => Task.FromResult<User?>(new User(userId, userId[3..]));

    public Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
        => Task.FromResult<User?>(new User("id-" + normalizedUserName.ToLowerInvariant(), normalizedUserName.ToLowerInvariant()));

    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}

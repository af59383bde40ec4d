namespace Shop.Accounts;

/// <summary>Whether users have a list of their devices, and a limit.</summary>
/// <param name="IsAvailable">
/// Whether the session engine finds the sessions of a user. A plain cache and cookies do not; the shop then has logins without a list.
/// </param>
public sealed record DeviceList(bool IsAvailable)
{
    public static DeviceList Create(IConfiguration configuration) => new(configuration["Sessions:Engine"] is not ("cache" or "cookies"));
}

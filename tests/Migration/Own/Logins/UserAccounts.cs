using System.Security.Cryptography;
using System.Text;

namespace Migration.Own.Logins;

public sealed record UserAccount(int Id, string Name, string PasswordHash);

/// <summary>Stands in for the user table.</summary>
public static class UserAccounts
{
    private static readonly UserAccount[] Users =
    [
        new(7, "ada", Hash("engine")),
        new(8, "grace", Hash("compiler")),
    ];

    public static UserAccount? Find(string? name, string? password)
        => Users.FirstOrDefault(u => u.Name == name && u.PasswordHash == Hash(password ?? string.Empty));

    private static string Hash(string password) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(password)));
}

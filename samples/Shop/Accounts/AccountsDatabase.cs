using Microsoft.Data.Sqlite;

namespace Shop.Accounts;

/// <summary>The file of the users' database.</summary>
internal static class AccountsDatabase
{
    /// <summary>Creates the tables if they are missing. A real application uses migrations.</summary>
    public static async Task CreateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AccountsContext>().Database;
        try
        {
            await database.EnsureCreatedAsync();
        }
        catch (SqliteException)
        {
            // Another node that starts at the same time may have created them. Any other error occurs again below.
            await database.EnsureCreatedAsync();
        }
    }
}

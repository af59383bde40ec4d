using Microsoft.Data.Sqlite;

namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>The shop.</summary>
/// <param name="release">The project: Shop or Shop.Next.</param>
public sealed class ShopSite(string release) : SampleSite("Shop", release)
{
    public ShopSite()
        : this("Shop")
    {
    }

    /// <summary>Moves the sign-in times of a user into the past in the shop's SQLite database.</summary>
    internal async Task AgeSignInsAsync(Account account, TimeSpan age)
    {
        await using var sessions = await OpenAsync("sessions.db");
        await using var command = sessions.CreateCommand();
        command.CommandText =
            """
            ATTACH @accounts AS accounts;
            UPDATE typed_sessions SET signed_in = signed_in - @age
            WHERE owner = (SELECT Id FROM accounts.AspNetUsers WHERE UserName = @name);
            """;
        command.Parameters.AddWithValue("@accounts", Path.Combine(Folder.FullName, "shop-accounts.db"));
        command.Parameters.AddWithValue("@age", (long)age.TotalMilliseconds);
        command.Parameters.AddWithValue("@name", account.Name);
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }

    private async Task<SqliteConnection> OpenAsync(string file)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Folder.FullName, file)};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}

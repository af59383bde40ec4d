using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace TypedSessions.Engines.Database;

/// <summary>
/// Whether statements are prepared on the server: as the options say, or where the first connection leads to the server itself and not to a
/// pooler.
/// </summary>
/// <remarks>
/// A pooler may give each transaction to another connection of the server, on which the same name can stand for another client's statement.
/// It gives its clients process ids of
/// its own, which the server does not know.
/// </remarks>
internal sealed class PreparedStatements(DatabaseDialect dialect, bool? option)
{
    /// <summary>What to do where the connection does not support them.</summary>
    public const string Mend
        = "Statements cannot be prepared through this pooler, or with Npgsql's multiplexing: set "
            + $"{nameof(DatabaseEngineOptions)}.{nameof(DatabaseEngineOptions.PreparesStatements)} to null or false.";

    private const int Unknown = 0;
    private const int On = 1;
    private const int Off = 2;

    private volatile int _state = (dialect.IsServer, option) switch
    {
        (false, _) or (_, false) => Off,
        (_, true) => On,
        _ => Unknown,
    };

    public bool IsOn => _state == On;

    /// <summary>Finds out by a connection, once.</summary>
    public async ValueTask DetectAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (_state == Unknown)
        {
            await using var command = CreateCommand(connection);
            Accept(connection, await command.ExecuteScalarAsync(cancellationToken));
        }
    }

    /// <summary>The same by synchronous calls.</summary>
    public void Detect(DbConnection connection)
    {
        if (_state == Unknown)
        {
            using var command = CreateCommand(connection);
            Accept(connection, command.ExecuteScalar());
        }
    }

    private DbCommand CreateCommand(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = dialect.ServerProcess;
        return command;
    }

    private void Accept(DbConnection connection, object? serverProcess)
        => _state = serverProcess is int server && GetProcessId(connection) == server ? On : Off;

    // Npgsql's, without a reference to it. It throws where commands are multiplexed, which cannot be prepared either.
    [UnconditionalSuppressMessage(
        "Trimming", "IL2075", Justification = "Where the property was trimmed away, statements are not prepared.")]
    private static int? GetProcessId(DbConnection connection)
    {
        try
        {
            return connection.GetType().GetProperty("ProcessID")?.GetValue(connection) as int?;
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }
}

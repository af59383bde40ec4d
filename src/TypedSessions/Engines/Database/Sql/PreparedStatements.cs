using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>
/// Determines whether statements are prepared on the server: by the option, or if the first connection reaches the server itself.
/// </summary>
/// <remarks>
/// A pooler may run each transaction on another connection of the server, where the same name can stand for another client's statement. The
/// process ids that it gives to its clients are not those of the server.
/// </remarks>
internal sealed class PreparedStatements(DatabaseDialect dialect, bool? option)
{
    /// <summary>The hint for connections that do not support prepared statements.</summary>
    public const string Hint = "Statements cannot be prepared through this pooler, or with Npgsql's multiplexing: set "
        + "DatabaseEngineOptions.UsePreparedStatements to null or false.";

    private const int Unknown = 0;
    private const int On = 1;
    private const int Off = 2;

    private volatile int _state = (dialect.ServerProcess, option) switch
    {
        (_, true) when dialect.IsServer => On,
        (not null, null) => Unknown,
        _ => Off,
    };

    public bool IsOn => _state == On;

    /// <summary>Detects on the first connection whether statements can be prepared.</summary>
    public async ValueTask DetectAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (_state == Unknown)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = dialect.ServerProcess;
            var process = await command.ExecuteScalarAsync(cancellationToken);
            _state = process is int id && GetProcessId(connection) == id ? On : Off;
        }
    }

    // Npgsql's property, without a reference to it. With multiplexing it throws, and statements cannot be prepared either.
    [UnconditionalSuppressMessage(
        "Trimming", "IL2075", Justification = "If the property was trimmed away, statements are not prepared.")]
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

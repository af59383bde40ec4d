using System.Buffers.Binary;
using System.Buffers.Text;
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>
/// Counts the sessions of a user, under a lock of the database server that serializes the sign-ins of the user on all nodes.
/// </summary>
/// <param name="dialect">The dialect.</param>
/// <param name="table">The name of the table.</param>
/// <param name="findCounted">The query for the sessions that count: their keys, last uses and devices.</param>
internal sealed class OwnerStatements(DatabaseDialect dialect, string table, Statement findCounted)
{
    // The size of the parameter. A lock name has 46 characters, and MySQL allows 64.
    private const int NameSize = 128;

    private readonly Parameter _name = dialect.HasNumericLocks
        ? new("@lock", DbType.Int64)
        : new("@lock", DbType.String, dialect.HasParameterSizes ? NameSize : null);

    /// <summary>Gets the query for the sessions that count.</summary>
    public Statement FindCounted => findCounted;

    private Statement? Take => field ??= dialect.TakeLock is { } take ? new(take, _name) : null;

    private Statement? Release => field ??= dialect.ReleaseLock is { } release ? new(release, _name) : null;

    /// <summary>
    /// Waits for the lock, if the database has more than one writer. The caller has begun a transaction, and has locked no row.
    /// </summary>
    /// <exception cref="SessionEngineException">Another sign-in of the user takes too long.</exception>
    public async ValueTask TakeLockAsync(SessionConnection connection, string owner)
    {
        if (Take is not { } take)
        {
            return;
        }

        await using var rows = await connection.QueryAsync(take, CancellationToken.None, GetId(owner));
        if (!await rows.ReadAsync() || rows.IsDBNull(0) || Convert.ToInt32(rows.GetValue(0), CultureInfo.InvariantCulture) != 1)
        {
            throw new SessionEngineException(
                $"The database session engine ({dialect.Name}, table {table}) could not count the sessions of a user in time: another "
                + "sign-in of the user takes too long.");
        }
    }

    /// <summary>Releases the lock after the transaction, if its end does not.</summary>
    public async ValueTask ReleaseLockAsync(SessionConnection connection, string owner)
    {
        if (Release is not { } release)
        {
            return;
        }

        try
        {
            await connection.ExecuteAsync(release, GetId(owner));
        }
        catch (DbException)
        {
            // The lock ends with the connection, which is lost or will be reset. The first error is the one to report.
        }
    }

    private object GetId(string owner)
    {
        var hash = SHA256.HashData(Encoding.Unicode.GetBytes($"{table}\n{owner}"));
        return dialect.HasNumericLocks ? BinaryPrimitives.ReadInt64BigEndian(hash) : "ts:" + Base64Url.EncodeToString(hash);
    }
}

using System.Data;

namespace TypedSessions.Engines.Database;

/// <summary>
/// A parameter of a statement. Its type is given, because a value that is null has none; but for arrays, of which ADO.NET knows nothing.
/// </summary>
internal sealed record Parameter(string Name, DbType? Type = null);

/// <summary>One SQL statement with its parameters in the order in which they are given.</summary>
internal sealed class Statement(string sql, params Parameter[] parameters)
{
    public string Sql => sql;

    public IReadOnlyList<Parameter> Parameters => parameters;
}

/// <summary>Every statement that the engine sends.</summary>
internal sealed class SessionStatements
{
    public SessionStatements(DatabaseDialect dialect, DatabaseEngineOptions options)
    {
        var table = DatabaseDialect.Quote(options.TableName);

        var key = new Parameter("@key", DbType.Binary);
        var created = new Parameter("@created", dialect.MomentType);
        var expires = new Parameter("@expires", dialect.MomentType);
        var deadline = new Parameter("@deadline", dialect.MomentType);
        var start = new Parameter("@start", dialect.MomentType);
        var now = new Parameter("@now", dialect.MomentType);
        var version = new Parameter("@version", DbType.Int64);
        var expected = new Parameter("@expected", DbType.Int64);
        var expectedExpires = new Parameter("@expectedExpires", dialect.MomentType);
        var expiry = new Parameter("@expiry", DbType.Int64);
        var owner = new Parameter("@owner", DbType.String);
        var scheme = new Parameter("@scheme", DbType.String);
        var successor = new Parameter("@successor", DbType.Binary);
        var payload = new Parameter("@payload", DbType.Binary);
        var batch = new Parameter("@batch", DbType.Int32);

        // The columns as RecordMapper reads them. A payload beyond all limits stays where it is.
        var select = $"""
            SELECT "key", created, expires, deadline, version, expiry, owner, scheme, successor,
                CASE WHEN length(payload) <= {options.MaxPayloadBytes} THEN payload END
            FROM {table}
            """;

        Load = new($"""{select} WHERE "key" = @key""", key);
        LoadBeside = new($"""{select} WHERE "key" = @key""", key);
        LoadForUpdate = new($"""{select} WHERE "key" = @key{dialect.ForUpdate}""", key);
        Insert = new(
            $"""
            INSERT INTO {table} ("key", created, expires, deadline, version, expiry, owner, scheme, payload)
            VALUES (@key, @created, @expires, @deadline, @version, @expiry, @owner, @scheme, @payload) ON CONFLICT ("key") DO NOTHING
            """,
            key, created, expires, deadline, version, expiry, owner, scheme, payload);
        Update = new(
            $"""
            UPDATE {table} SET expires = @expires, deadline = @deadline, version = @version, expiry = @expiry, owner = @owner, scheme = @scheme,
                payload = @payload
            WHERE "key" = @key AND version = @expected AND expires = @expectedExpires
            """,
            expires, deadline, version, expiry, owner, scheme, payload, key, expected, expectedExpires);
        Close = new(
            $"""
            UPDATE {table} SET expires = @expires, version = @version, expiry = @expiry, owner = NULL, scheme = NULL,
                successor = @successor, payload = @payload
            WHERE "key" = @key
            """,
            expires, version, expiry, successor, payload, key);
        UpdateValues = new(
            $"""
            UPDATE {table} SET version = @version, payload = @payload
            WHERE "key" = @key AND version = @expected AND expires = @expectedExpires
            """,
            version, payload, key, expected, expectedExpires);
        Touch = new(
            $"""UPDATE {table} SET expires = @expires WHERE "key" = @key AND version = @expected AND expires > @now""",
            expires, key, expected, now);
        DeleteLive = new($"""DELETE FROM {table} WHERE "key" = @key AND expires > @now AND successor IS NULL""", key, now);
        Delete = new($"""DELETE FROM {table} WHERE "key" = @key AND successor IS NULL""", key);
        DeleteExpired = dialect.IsServer
            ? new(dialect.DeleteExpired(options.TableName), start, now, batch)
            : new(dialect.DeleteExpired(options.TableName), now, batch);
        Count = new($"SELECT COUNT(*) FROM {table} WHERE {dialect.Live} AND successor IS NULL", now);
        CountExpired = new($"SELECT COUNT(*) FROM {table} WHERE {dialect.Expired}", now);
        List = new($"{select} WHERE {dialect.Live} AND successor IS NULL ORDER BY expires", now);
        LoadMany = new($"""{select} WHERE "key" = ANY (@keys)""", new Parameter("@keys"));
        UpdateMany = new(
            dialect.UpdateMany(options.TableName), new Parameter("@keys"), new Parameter("@versions"), new Parameter("@expires"), new Parameter("@payloads"));
        FindByOwner = new($"{select} WHERE owner = @owner AND {dialect.Live} ORDER BY expires", owner, now);
    }

    public Statement Load { get; }

    /// <summary>The same on its own: it can run while the row of a <see cref="Load"/> is open.</summary>
    public Statement LoadBeside { get; }

    public Statement LoadForUpdate { get; }

    public Statement Insert { get; }

    /// <summary>Of what is as it was loaded: a touch leaves the version, and is not to be undone.</summary>
    public Statement Update { get; }

    /// <summary>As <see cref="Update"/> where neither expiry nor owner change: no index is touched.</summary>
    public Statement UpdateValues { get; }

    /// <summary>On a server: the records of several keys.</summary>
    public Statement LoadMany { get; }

    /// <summary>
    /// On a server: as <see cref="UpdateValues"/> for several keys, for those that
    /// nobody else holds or has changed. The rows are their keys.
    /// </summary>
    public Statement UpdateMany { get; }

    /// <summary>Leaves a closed copy where a session was rotated away, in a transaction that has the row.</summary>
    public Statement Close { get; }

    public Statement Touch { get; }

    public Statement DeleteLive { get; }

    public Statement Delete { get; }

    public Statement DeleteExpired { get; }

    public Statement Count { get; }

    public Statement CountExpired { get; }

    public Statement List { get; }

    public Statement FindByOwner { get; }
}

using System.Data.Common;
using TypedSessions.Engines.Database;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>A dialect that an application derives, with the SQL that PostgreSQL shares with other servers.</summary>
internal sealed class PlainDialect : DatabaseDialect
{
    public override string Name => "plain SQL";

    protected internal override string CreateScript(string table) => $"""
        CREATE TABLE IF NOT EXISTS {QuoteTable(table)} (
            key_ bytea NOT NULL PRIMARY KEY, created bigint NOT NULL, expires bigint NOT NULL, deadline bigint, version bigint NOT NULL,
            expiry bigint, owner text, scheme text, successor bytea,
            signed_in bigint, seen bigint, device bytea, payload bytea NOT NULL);
        CREATE INDEX IF NOT EXISTS plain_expires ON {QuoteTable(table)} (expires);
        CREATE INDEX IF NOT EXISTS plain_owner ON {QuoteTable(table)} (owner);
        """;

    protected internal override string QuoteIdentifier(string name) => name == "key" ? "key_" : name;

    protected internal override string DeleteExpired(string table) => $"""
        DELETE FROM {QuoteTable(table)} WHERE key_ IN (
            SELECT key_ FROM {QuoteTable(table)} WHERE expires <= @now ORDER BY expires LIMIT @batch FOR UPDATE SKIP LOCKED)
        """;

    protected internal override string ByteLength(string column) => $"octet_length({column})";

    protected internal override string? GetHint(DbException error)
        => error.SqlState is "42P01" ? "Create the table as the administrator's handbook says." : null;
}

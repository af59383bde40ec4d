using System.Data;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>
/// The queries for pages of a list. Each begins at a position in an index: that of the expiration, whose equal entries are ordered by the
/// key, or the primary key.
/// </summary>
internal sealed class PageStatements
{
    /// <param name="dialect">The dialect.</param>
    /// <param name="select">The query for rows, without a condition.</param>
    /// <param name="table">The name of the table, quoted.</param>
    /// <param name="key">The parameter of a key.</param>
    public PageStatements(DatabaseDialect dialect, string select, string table, Parameter key)
    {
        var keyColumn = dialect.QuoteIdentifier("key");
        var expires = new Parameter("@expires", dialect.TimestampType);
        var now = new Parameter("@now", dialect.TimestampType);
        var last = key with { Name = "@last" };
        var batch = new Parameter("@batch", DbType.Int32);

        // One lower limit, because SQLite might search with the other one. The caller never passes a time before now.
        Ascending = new(
            dialect.TakeFirst($"""
                {select} WHERE expires >= @expires AND (expires > @expires OR {keyColumn} > @key) AND successor IS NULL
                ORDER BY expires, {keyColumn}
                """),
            expires, key, batch);
        Descending = new(
            dialect.TakeFirst($"""
                {select} WHERE expires <= @expires AND (expires < @expires OR {keyColumn} < @key) AND {dialect.Live} AND successor IS NULL
                ORDER BY expires DESC, {keyColumn} DESC
                """),
            expires, key, now, batch);
        ByKey = new(
            dialect.TakeFirst($"""
                {select} WHERE {keyColumn} >= @key AND {keyColumn} <= @last AND {dialect.Live} AND successor IS NULL
                ORDER BY {keyColumn}
                """),
            key, last, now, batch);
        CountOwners = new($"SELECT COUNT(DISTINCT owner) FROM {table} WHERE owner IS NOT NULL AND {dialect.Live}", now);
    }

    /// <summary>Gets the query for the records after a position.</summary>
    public Statement Ascending { get; }

    /// <summary>Gets the query for the records before a position, the last one first.</summary>
    public Statement Descending { get; }

    /// <summary>Gets the query for the records in a range of keys.</summary>
    public Statement ByKey { get; }

    /// <summary>Gets the query for the number of users.</summary>
    public Statement CountOwners { get; }
}

using System.Data;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>
/// The upgrade of a table of an earlier version. Each version only adds columns, so the columns of a table determine its version.
/// </summary>
/// <param name="Version">The version of the table.</param>
/// <param name="Sql">The SQL that adds the columns; <see langword="null"/> if the dialect has no types for them.</param>
internal sealed record TableUpgrade(int Version, string? Sql)
{
    // Version 1, without the key, which a dialect may name differently.
    private static readonly string[] FirstColumns = ["created", "expires", "deadline", "version", "expiry", "owner", "payload"];

    // From version 2 on.
    private static readonly (string Name, DbType Type)[][] AddedColumns =
    [
        [("scheme", DbType.String), ("successor", DbType.Binary)],
        [("signed_in", DbType.DateTimeOffset), ("seen", DbType.DateTimeOffset), ("device", DbType.Binary)],
    ];

    /// <summary>Gets the version of the table that this library uses.</summary>
    public static int CurrentVersion => AddedColumns.Length + 1;

    /// <summary>
    /// Returns the upgrade of a table with some columns; <see langword="null"/> if it has the current version, or is not a session table.
    /// </summary>
    public static TableUpgrade? Find(DatabaseDialect dialect, string table, IReadOnlySet<string> columns)
    {
        var version = 1 + AddedColumns.TakeWhile(added => added.All(column => columns.Contains(column.Name))).Count();
        if (version == CurrentVersion || !FirstColumns.All(columns.Contains))
        {
            return null;
        }

        var missing = AddedColumns.SelectMany(static added => added)
            .Where(column => !columns.Contains(column.Name))
            .Select(column => (column.Name, Type: dialect.GetColumnType(column.Type)))
            .ToArray();
        return new TableUpgrade(
            version,
            missing.Any(static column => column.Type is null)
                ? null
                : dialect.AddColumns(table, missing.Select(static column => $"{column.Name} {column.Type}")));
    }

    /// <summary>Returns a sentence that describes how to upgrade the table.</summary>
    public string Describe() => $"The table has version {Version}, and this version of the library needs version {CurrentVersion}: "
        + (Sql is null ? "add the columns that CreateScript has and the table has not." : $"run {Sql}; or set CreateTable to true.");
}

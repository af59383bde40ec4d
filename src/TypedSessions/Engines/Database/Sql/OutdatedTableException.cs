namespace TypedSessions.Engines.Database.Sql;

/// <summary>The table is of an earlier version. The message says how to upgrade it.</summary>
internal sealed class OutdatedTableException(TableUpgrade upgrade, Exception? innerException = null)
    : Exception(upgrade.Describe(), innerException);

namespace TypedSessions.Engines.Database.Sql;

/// <summary>The exception for a table of an earlier version. The message describes how to upgrade it.</summary>
internal sealed class OutdatedTableException(TableUpgrade upgrade, Exception? innerException = null)
    : Exception(upgrade.Describe(), innerException);

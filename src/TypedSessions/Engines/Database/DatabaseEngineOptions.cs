using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TypedSessions.Engines.Database;

/// <summary>Options of a <see cref="DatabaseSessionEngine"/>.</summary>
public sealed class DatabaseEngineOptions
{
    // 48, because PostgreSQL cuts names at 63 and those of the indexes are longer.
    private const string Identifier = "[A-Za-z_][A-Za-z0-9_]{0,47}";

    /// <summary>
    /// Gets or sets the table's name. On a server a schema may precede it, as in <c>app.sessions</c>, or on MySQL a database; without one
    /// the connection decides.
    /// </summary>
    /// <value>
    /// A letter or underscore, followed by up to 47 letters, digits and underscores (ASCII). The same applies to the schema. Default:
    /// <c>typed_sessions</c>.
    /// </value>
    [Required(ErrorMessage = "{0} is empty. Set the name of a table.")]
    [RegularExpression($@"({Identifier}\.)?{Identifier}", ErrorMessage = "{0} is not a valid name of a table. Use a letter or underscore, "
        + "followed by up to 47 letters, digits and underscores; on a server a schema and a dot may precede it.")]
    public string TableName { get; set; } = "typed_sessions";

    /// <summary>
    /// Gets or sets whether the application creates the table and its indexes at start if they do not exist, and adds missing columns to a
    /// table of an earlier version. Otherwise run <see cref="DatabaseSessionEngine.CreateScript"/>; the application does not start on a
    /// table of an earlier version.
    /// </summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool CreateTable { get; set; } = true;

    /// <summary>Gets or sets the database's dialect.</summary>
    /// <value>Default: <see langword="null"/>, for the one that the connection's type has.</value>
    public DatabaseDialect? Dialect { get; set; }

    /// <summary>
    /// Gets or sets whether a commit waits until it is written to disk, on SQLite and PostgreSQL. Without the wait, a crash of the machine
    /// or of the PostgreSQL server loses the last commits, although they succeeded: a sign-out can be undone, and a new id lost. PostgreSQL
    /// loses those of up to three times <c>wal_writer_delay</c>, 600 ms by default. A crash of the application loses none, and the database
    /// is not damaged.
    /// </summary>
    /// <value>
    /// Default: <see langword="null"/>, which means <c>synchronous=NORMAL</c> on SQLite, which does not wait, and the server's
    /// <c>synchronous_commit</c> on PostgreSQL, which waits by default. Other databases have settings for the whole server.
    /// </value>
    public bool? SynchronousCommit { get; set; }

    /// <summary>Gets or sets how long SQLite waits for another process to finish its write.</summary>
    /// <value>Whole seconds, from one second to 10 minutes. Default: 5 seconds.</value>
    [OptionRange("00:00:01", "00:10:00")]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets how far the clock of a process may be ahead of the others: records are removed only once they have been expired for
    /// longer than this. Requests never find an expired record, removed or not. Regardless of this value, database servers remove nothing
    /// that has not expired by their own clock.
    /// </summary>
    /// <value>From zero to 30 days. Default: one hour.</value>
    [OptionRange("00:00:00", "30.00:00:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Gets or sets the size in bytes of the file <c>-reserve</c> beside a SQLite database. It is deleted when the disk is full, so that
    /// visitors can still sign out and expired sessions are removed: SQLite needs space to delete. Nothing else is then stored until the
    /// disk has as much space again. It has an effect on file systems that allocate in advance (ext4, XFS, Btrfs, tmpfs, NTFS).
    /// </summary>
    /// <value>At least 0, for none. Default: 8 MiB, twice the size of SQLite's log.</value>
    [OptionRange("0")]
    public long DiskReserve { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Gets or sets whether statements are prepared once per connection, which saves the server from parsing and planning them each time.
    /// SQLite always prepares them.
    /// </summary>
    /// <value>
    /// Default: <see langword="null"/>. Then PostgreSQL prepares them if connections lead to the server itself: not through a pooler such
    /// as PgBouncer, which can run each transaction on another connection, and not with Npgsql's multiplexing. Other dialects do not. Set
    /// <see langword="true"/> for a pooler that follows prepared statements, and for a provider that benefits from them: MySqlConnector
    /// does with <c>Connection Reset=False</c>. There, updates of values only are never prepared.
    /// </value>
    public bool? UsePreparedStatements { get; set; }

    /// <summary>
    /// Gets or sets the maximum payload in bytes. Storing a larger one throws, and a larger one in the table is not fetched, so that one
    /// bad row cannot exhaust the memory. <see cref="TypedSessionsOptions.MaxSize"/> already limits a session when its values are set.
    /// </summary>
    /// <value>At least 1,024. Default: 16 MiB.</value>
    [OptionRange("1024")]
    public int MaxPayloadBytes { get; set; } = 16 * 1024 * 1024;

    // Whether to yield for a larger batch. Replaceable in tests because the count is process-wide.
    internal Func<bool> ShouldYield { get; init; } = static () => ThreadPool.PendingWorkItemCount > 0;
}

/// <summary>Validates each option.</summary>
[OptionsValidator]
internal sealed partial class DatabaseEngineOptionsValidator : IValidateOptions<DatabaseEngineOptions>;

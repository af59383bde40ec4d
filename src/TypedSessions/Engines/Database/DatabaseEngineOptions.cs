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
    /// A letter or underscore, followed by up to 47 letters, digits and underscores (ASCII), and so is the schema. Default:
    /// <c>typed_sessions</c>.
    /// </value>
    [Required(ErrorMessage = "{0} is empty. Set the name of a table.")]
    [RegularExpression($@"({Identifier}\.)?{Identifier}", ErrorMessage = "{0} is not a valid name of a table. Use a letter or underscore, "
        + "followed by up to 47 letters, digits and underscores; on a server a schema and a dot may precede it.")]
    public string TableName { get; set; } = "typed_sessions";

    /// <summary>
    /// Gets or sets whether the table and its indexes are created at start, where they do not exist, and whether the columns are added that
    /// a table of an earlier version lacks. If the application may not create tables, run
    /// <see cref="DatabaseSessionEngine.CreateScript"/>; it does not start on a table of an earlier version.
    /// </summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool CreateTable { get; set; } = true;

    /// <summary>Gets or sets the database's dialect.</summary>
    /// <value>Default: <see langword="null"/>, for the one that the connection's type has.</value>
    public DatabaseDialect? Dialect { get; set; }

    /// <summary>
    /// Gets or sets whether a commit waits until the disk has it, on SQLite and PostgreSQL. Without the wait, a crash of the machine costs
    /// the last commits, on PostgreSQL a crash of the server, too (up to three times <c>wal_writer_delay</c>, 600 ms by default). They
    /// were acknowledged: a logout can be undone, and a new id lost. A crash of the application costs none, and the database is not
    /// damaged.
    /// </summary>
    /// <value>
    /// Default: <see langword="null"/>, for <c>synchronous=NORMAL</c> on SQLite, which does not wait, and for what the server has in
    /// <c>synchronous_commit</c> on PostgreSQL, which by default waits. Other databases have settings for the whole server.
    /// </value>
    public bool? SynchronousCommit { get; set; }

    /// <summary>Gets or sets how long SQLite waits for another process to finish its write.</summary>
    /// <value>Whole seconds, from one second to 10 minutes. Default: 5 seconds.</value>
    [OptionRange("00:00:01", "00:10:00")]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets how far ahead the clock of a process can be without harm: expired records are removed only once they have been
    /// expired for longer than this. Requests never find an expired record, removed or not. Database servers remove nothing that has
    /// not expired by their own clock, whatever this is.
    /// </summary>
    /// <value>From zero to 30 days. Default: one hour.</value>
    [OptionRange("00:00:00", "30.00:00:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Gets or sets how many bytes of the disk SQLite has in reserve, as the file <c>-reserve</c> beside the database, so that visitors
    /// can log out and expired sessions are removed when the disk is full: SQLite needs room to delete. Once it is used, nothing else is
    /// stored until the disk has as much room again. It has an effect on file systems that allocate in advance (ext4, XFS, Btrfs, tmpfs,
    /// NTFS).
    /// </summary>
    /// <value>From zero, for none. Default: 8 MiB, twice what SQLite's log takes.</value>
    [OptionRange("0")]
    public long DiskReserve { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Gets or sets whether statements are prepared once per connection, which saves the server from parsing and planning them each time.
    /// SQLite always prepares them.
    /// </summary>
    /// <value>
    /// Default: <see langword="null"/>. Then PostgreSQL prepares them if connections lead to the server itself: not through a pooler such
    /// as PgBouncer, which can run each transaction on another connection, and not with Npgsql's multiplexing. Other dialects do not.
    /// Set <see langword="true"/> for a pooler that follows prepared statements, and for a provider that benefits from them:
    /// MySqlConnector does with <c>Connection Reset=False</c>. There, updates of nothing but values are never prepared.
    /// </value>
    public bool? UsePreparedStatements { get; set; }

    /// <summary>
    /// Gets or sets the maximum payload in bytes. A larger one is refused when it is stored, and not fetched where it is stored all the
    /// same, so that one bad row cannot take all memory. The size of a session is limited long before, when its values are set.
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

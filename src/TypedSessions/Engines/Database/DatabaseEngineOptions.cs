namespace TypedSessions.Engines.Database;

/// <summary>How a <see cref="DatabaseSessionEngine"/> uses its database.</summary>
public sealed class DatabaseEngineOptions
{
    /// <summary>
    /// The table's name; <c>typed_sessions</c> by default. On PostgreSQL a schema may precede it, as in <c>app.sessions</c>; without one
    /// the search path of the connection decides.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The value, or a part of it before or after a dot, is not a letter or underscore, followed by up to 47 letters, digits and
    /// underscores (ASCII).
    /// </exception>
    public string TableName
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value.Split('.') is { Length: 1 or 2 } parts && parts.All(IsIdentifier)
                ? value
                : throw new ArgumentException(
                    "A table's name is a letter or underscore, followed by up to 47 letters, digits and underscores; on PostgreSQL a schema "
                    + "and a dot may precede it.",
                    nameof(value));
        }
    } = "typed_sessions";

    /// <summary>
    /// Whether the table and its indexes are made when the application starts, where they do not exist; on by default.
    /// Off, for a database in which the application may not: apply <see cref="DatabaseSessionEngine.CreateScript"/> there.
    /// </summary>
    public bool CreateTable { get; set; } = true;

    /// <summary>The database's dialect; found from the connection's type when <see langword="null"/>, which is the default.</summary>
    public DatabaseDialect? Dialect { get; set; }

    /// <summary>
    /// SQLite: whether a commit waits until the disk has it (<c>synchronous=FULL</c>). By default it does not (<c>NORMAL</c>):
    /// a power cut may cost the last commits, a crash of the process costs none, and neither damages the database.
    /// </summary>
    public bool SyncsEveryCommit { get; set; }

    /// <summary>SQLite: how long to wait for another process to finish its write, in whole seconds; 5 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is under 1 second or over 10 minutes.</exception>
    public TimeSpan LockTimeout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMinutes(10));
            field = value;
        }
    } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets how far ahead the clock of a process may be without harm: expired records are removed only once they have been
    /// expired for longer than this. Requests never find an expired record, removed or not. PostgreSQL removes nothing that has not
    /// expired by the server's own clock, whatever this is.
    /// </summary>
    /// <value>From zero to 30 days. Default: one hour.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or over 30 days.</exception>
    public TimeSpan ClockSkew
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(30));
            field = value;
        }
    } = TimeSpan.FromHours(1);

    /// <summary>
    /// Gets or sets how many bytes of the disk SQLite has in reserve, as the file <c>-reserve</c> beside the database, so that visitors
    /// can log out and expired sessions are removed when the disk is full: SQLite needs room to delete. Once it is used, nothing else is
    /// stored until the disk has as much room again. It has an effect on file systems that allocate in advance (ext4, XFS, Btrfs, tmpfs,
    /// NTFS).
    /// </summary>
    /// <value>From zero, for none. Default: 8 MiB, twice what SQLite's log takes.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long DiskReserve
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 8 * 1024 * 1024;

    /// <summary>
    /// PostgreSQL: whether statements are prepared, once per connection, which saves the server from parsing and planning them each time.
    /// With <see langword="null"/>, the default, they are
    /// where connections lead to the server itself: not through a pooler such as PgBouncer, which may give each transaction to another
    /// connection, and not with Npgsql's multiplexing.
    /// <see langword="true"/> is for a pooler that follows prepared statements, and for a provider whose connections have no
    /// <c>ProcessID</c>.
    /// </summary>
    public bool? PreparesStatements { get; set; }

    /// <summary>
    /// The largest payload in bytes; 16 MiB by default. A larger one is refused when it is to be
    /// stored, and not fetched where it is stored all the same, so that one bad row cannot take
    /// the memory of all. The size of a session is limited long before, when its values are set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is under 1 KiB.</exception>
    public int MaxPayloadBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1024);
            field = value;
        }
    } = 16 * 1024 * 1024;

    // Whether others are ready to run that may have something for the database as
    // well. A test knows better than the thread pool, which is all other tests' too.
    internal Func<bool> HasCompany { get; init; } = static () => ThreadPool.PendingWorkItemCount > 0;

    // 48, because PostgreSQL cuts names at 63 and those of the indexes are longer.
    private static bool IsIdentifier(string name)
        => name.Length is > 0 and <= 48 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}

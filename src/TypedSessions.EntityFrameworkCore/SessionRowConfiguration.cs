using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using TypedSessions.Engines.Database;

namespace TypedSessions.EntityFrameworkCore;

/// <summary>Maps rows to the table of the dialect's <c>CreateScript</c>: the same names, types, column order and indexes.</summary>
internal sealed class SessionRowConfiguration(string table, DatabaseDialect dialect) : IEntityTypeConfiguration<SessionRow>
{
    private const string Expiry = "_expiry";

    private static readonly ValueConverter<SessionKey, byte[]> KeyBytes = new(key => key.ToArray(), bytes => new SessionKey(bytes));

    private static readonly ValueConverter<SessionValues, byte[]> Payload
        = new(values => values.Payload.ToArray(), bytes => SessionValues.FromPayload(bytes));

    // Values are immutable. Without a comparer, Entity Framework warns about a collection that it cannot compare.
    private static readonly ValueComparer<SessionValues> SameValues
        = new((left, right) => ReferenceEquals(left, right), static values => values.GetHashCode(), static values => values);

    // A row with an unreadable closure appears in queries, but the engine does not find it.
    private static readonly ValueConverter<SessionClosure?, byte[]?> Closure = new(
        closure => closure == null ? null : closure.ToBytes(), bytes => bytes == null ? null : SessionClosure.FromBytes(bytes));

    private static readonly ValueConverter<SessionDevice?, byte[]?> Device = new(
        device => device == null ? null : device.ToBytes(), bytes => bytes == null ? null : SessionDevice.FromBytes(bytes));

    // PostgreSQL's provider accepts only UTC.
    private static readonly ValueConverter<DateTimeOffset, DateTimeOffset> Utc = new(
        timestamp => timestamp.ToUniversalTime(), stored => stored.ToUniversalTime());

    // SQLite has no timestamp type, text would compare as text, and MySQL's types have no time zone.
    private static readonly ValueConverter<DateTimeOffset, long> Milliseconds
        = new(timestamp => timestamp.ToUnixTimeMilliseconds(), stored => DateTimeOffset.FromUnixTimeMilliseconds(stored));

    // Explicit types, so that conventions of the context (for example, string lengths) do not change them.
    private static readonly ColumnTypes Sqlite = new("BLOB", "BLOB", "INTEGER", "INTEGER", "TEXT", Milliseconds);
    private static readonly ColumnTypes PostgreSql = new("bytea", "bytea", "timestamp with time zone", "bigint", "text", Utc);
    private static readonly ColumnTypes MySql = new("binary(32)", "longblob", "bigint", "bigint", "varchar(256)", Milliseconds)
    {
        Collation = "utf8mb4_bin",
        TextAnnotations = [("MySQL:Charset", "utf8mb4"), ("MySQL:Collation", "utf8mb4_bin")],
        HasFilteredIndexes = false,
    };

    private static readonly ColumnTypes SqlServer = new("binary(32)", "varbinary(max)", "bigint", "bigint", "nvarchar(256)", Milliseconds)
    {
        Collation = "Latin1_General_100_BIN2",
    };

    private readonly ColumnTypes _types = dialect == DatabaseDialect.Sqlite ? Sqlite
        : dialect == DatabaseDialect.MySql ? MySql
        : dialect == DatabaseDialect.SqlServer ? SqlServer
        : PostgreSql;

    public void Configure(EntityTypeBuilder<SessionRow> row)
    {
        var (schema, name) = table.Split('.') is [var before, var after] ? (before, after) : (null, table);
        row.ToTable(name, schema);
        row.HasKey(session => session.Key).HasName($"{name}_pkey");
        MapColumns(row);
        row.HasIndex(session => session.ExpiresAt).HasDatabaseName($"{name}_expires");
        row.HasIndex(session => session.Owner).HasDatabaseName($"{name}_owner")
            .HasFilter(_types.HasFilteredIndexes ? "owner IS NOT NULL" : null);
        row.HasQueryFilter(session => session.Closure == null);
        ForbidWrites(row.Metadata);
    }

    private void MapColumns(EntityTypeBuilder<SessionRow> row)
    {
        row.Ignore(session => session.Expiry);
        PropertyBuilder[] columns =
        [
            row.Property(session => session.Key).HasColumnName("key").HasColumnType(_types.Key)
                .HasConversion(KeyBytes).ValueGeneratedNever(),
            Timestamp(row.Property(session => session.CreatedAt)).HasColumnName("created"),
            Timestamp(row.Property(session => session.ExpiresAt)).HasColumnName("expires"),
            Timestamp(row.Property(session => session.AbsoluteExpiration)).HasColumnName("deadline"),
            row.Property(session => session.Version).HasColumnName("version").HasColumnType(_types.Number),
            row.Property<long?>(Expiry).HasColumnName("expiry").HasColumnType(_types.Number),
            Text(row.Property(session => session.Owner)).HasColumnName("owner"),
            Text(row.Property(session => session.OwnerScheme)).HasColumnName("scheme"),
            row.Property(session => session.Closure).HasColumnName("successor").HasColumnType(_types.Bytes).HasConversion(Closure),
            Timestamp(row.Property(session => session.SignedInAt)).HasColumnName("signed_in"),
            Timestamp(row.Property(session => session.LastSeenAt)).HasColumnName("seen"),
            row.Property(session => session.Device).HasColumnName("device").HasColumnType(_types.Bytes).HasConversion(Device),
            row.Property(session => session.Values).HasColumnName("payload").HasColumnType(_types.Bytes).HasConversion(Payload, SameValues),
        ];

        for (var i = 0; i < columns.Length; i++)
        {
            columns[i].HasColumnOrder(i);
        }
    }

    private PropertyBuilder Timestamp(PropertyBuilder timestamp)
    {
        timestamp.Metadata.SetPrecision(null);
        return timestamp.HasColumnType(_types.Timestamp).HasConversion(_types.Timestamps);
    }

    private PropertyBuilder Text(PropertyBuilder<string?> text)
    {
        text.Metadata.SetMaxLength(null);
        text.HasColumnType(_types.Text).UseCollation(_types.Collation);
        foreach (var (name, value) in _types.TextAnnotations)
        {
            text.HasAnnotation(name, value);
        }

        return text;
    }

    // Writing a row without the engine could overwrite a concurrent request's commit.
    private static void ForbidWrites(IMutableEntityType row)
    {
        foreach (var property in row.GetProperties())
        {
            property.SetBeforeSaveBehavior(PropertySaveBehavior.Throw);
            property.SetAfterSaveBehavior(PropertySaveBehavior.Throw);
        }
    }

    private sealed record ColumnTypes(
        string Key, string Bytes, string Timestamp, string Number, string Text, ValueConverter Timestamps)
    {
        /// <summary>Gets the collation of text; <see langword="null"/> if the default compares by code points.</summary>
        public string? Collation { get; init; }

        /// <summary>Gets the annotations of text; those by which MySql.EntityFrameworkCore finds its collation.</summary>
        public (string Name, string Value)[] TextAnnotations { get; init; } = [];

        public bool HasFilteredIndexes { get; init; } = true;
    }
}

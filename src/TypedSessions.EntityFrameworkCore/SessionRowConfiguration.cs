using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using TypedSessions.Engines.Database;

namespace TypedSessions.EntityFrameworkCore;

/// <summary>Maps rows to the table that the dialect's <c>CreateScript</c> makes: the same names, types, order of columns and indexes.</summary>
internal sealed class SessionRowConfiguration(string table, DatabaseDialect dialect) : IEntityTypeConfiguration<SessionRow>
{
    private const string Expiry = "_expiry";

    private static readonly ValueConverter<SessionKey, byte[]> KeyBytes = new(key => key.ToArray(), bytes => new SessionKey(bytes));

    private static readonly ValueConverter<SessionValues, byte[]> Payload
        = new(values => values.Payload.ToArray(), bytes => SessionValues.FromPayload(bytes));

    // PostgreSQL's provider takes none but UTC.
    private static readonly ValueConverter<DateTimeOffset, DateTimeOffset> Utc = new(moment => moment.ToUniversalTime(), stored => stored.ToUniversalTime());

    // SQLite has no moments, and text would compare as text.
    private static readonly ValueConverter<DateTimeOffset, long> Milliseconds
        = new(moment => moment.ToUnixTimeMilliseconds(), stored => DateTimeOffset.FromUnixTimeMilliseconds(stored));

    public void Configure(EntityTypeBuilder<SessionRow> row)
    {
        row.ToTable(table);
        row.HasKey(session => session.Key).HasName($"{table}_pkey");
        MapColumns(row);
        row.HasIndex(session => session.Expires).HasDatabaseName($"{table}_expires");
        row.HasIndex(session => session.Owner).HasDatabaseName($"{table}_owner").HasFilter("owner IS NOT NULL");
        ForbidWrites(row.Metadata);
    }

    private void MapColumns(EntityTypeBuilder<SessionRow> row)
    {
        ValueConverter moments = dialect == DatabaseDialect.Sqlite ? Milliseconds : Utc;
        PropertyBuilder[] columns =
        [
            row.Property(session => session.Key).HasColumnName("key").HasConversion(KeyBytes).ValueGeneratedNever(),
            row.Property(session => session.Created).HasColumnName("created").HasConversion(moments),
            row.Property(session => session.Expires).HasColumnName("expires").HasConversion(moments),
            row.Property(session => session.Deadline).HasColumnName("deadline").HasConversion(moments),
            row.Property(session => session.Version).HasColumnName("version"),
            row.Property<long?>(Expiry).HasColumnName("expiry"),
            row.Property(session => session.Owner).HasColumnName("owner"),
            row.Property(session => session.Values).HasColumnName("payload").HasConversion(Payload),
        ];

        for (var i = 0; i < columns.Length; i++)
        {
            columns[i].HasColumnOrder(i);
        }

        row.Ignore(session => session.Expiry);
    }

    // A row that is written past the engine would undo what a request commits at the same time, or be undone by it.
    private static void ForbidWrites(IMutableEntityType row)
    {
        foreach (var property in row.GetProperties())
        {
            property.SetBeforeSaveBehavior(PropertySaveBehavior.Throw);
            property.SetAfterSaveBehavior(PropertySaveBehavior.Throw);
        }
    }
}

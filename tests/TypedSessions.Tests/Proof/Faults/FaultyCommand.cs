using System.Data;
using System.Data.Common;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>A command of a <see cref="FaultyConnection"/>.</summary>
internal sealed class FaultyCommand(DbCommand inner, FaultyConnection connection) : DbCommand
{
#pragma warning disable CS8765 // The nullability of the providers differs from that of the base class.
    public override string CommandText
    {
        get => inner.CommandText;
        set => inner.CommandText = value;
    }
#pragma warning restore CS8765

    public override int CommandTimeout
    {
        get => inner.CommandTimeout;
        set => inner.CommandTimeout = value;
    }

    public override CommandType CommandType
    {
        get => inner.CommandType;
        set => inner.CommandType = value;
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource
    {
        get => inner.UpdatedRowSource;
        set => inner.UpdatedRowSource = value;
    }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException();
    }

    protected override DbParameterCollection DbParameterCollection => inner.Parameters;

    protected override DbTransaction? DbTransaction
    {
        get => inner.Transaction;
        set => inner.Transaction = value is FaultyTransaction faulty ? faulty.Inner : value;
    }

    // The first word of the statement.
    private string Call => CommandText.TrimStart().Split(' ', 2)[0];

    public override void Cancel() => inner.Cancel();

    public override int ExecuteNonQuery() => inner.ExecuteNonQuery();

    public override object? ExecuteScalar() => inner.ExecuteScalar();

    public override void Prepare() => inner.Prepare();

    public override Task PrepareAsync(CancellationToken cancellationToken = default) => inner.PrepareAsync(cancellationToken);

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
        => connection.PassAsync(Call, () => inner.ExecuteNonQueryAsync(cancellationToken));

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override DbParameter CreateDbParameter() => inner.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
        => connection.Pass(Call, () => inner.ExecuteReader(behavior));

    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
        => connection.PassAsync(Call, () => inner.ExecuteReaderAsync(behavior, cancellationToken));
}

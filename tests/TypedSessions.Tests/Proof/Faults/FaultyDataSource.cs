using System.Data;
using System.Data.Common;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>A data source with faults when connections open, at each statement and at the commit of a transaction.</summary>
internal sealed class FaultyDataSource(DbDataSource inner, FaultPoints points) : DbDataSource
{
    public override string ConnectionString => inner.ConnectionString;

    /// <summary>The exception of a provider for a fault.</summary>
    public static Exception CreateException(Fault fault) => fault is Fault.IsRefused
        ? new StatementRefusedException()
        : new ConnectionLostException();

    protected override DbConnection CreateDbConnection() => new FaultyConnection(inner.CreateConnection(), points);
}

/// <summary>Gets an exception for a broken connection.</summary>
internal sealed class ConnectionLostException() : DbException("The connection broke.", new IOException("Connection reset by peer."));

/// <summary>Gets an exception for a refused statement, after which the connection can still be used.</summary>
internal sealed class StatementRefusedException() : DbException("canceling statement due to statement timeout")
{
    public override string SqlState => "57014";
}

/// <summary>A connection. After its loss, all calls fail and an open transaction is rolled back.</summary>
internal sealed class FaultyConnection(DbConnection inner, FaultPoints points) : DbConnection
{
    private bool _isLost;

#pragma warning disable CS8765 // The nullability of the providers differs from that of the base class.
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => inner.ConnectionString = value;
    }
#pragma warning restore CS8765

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    /// <summary>Makes a call over this connection.</summary>
    public async Task<T> PassAsync<T>(string call, Func<Task<T>> make)
    {
        ThrowIfLost();
        try
        {
            return await points.PassAsync(call, async () => await make());
        }
        catch (ConnectionLostException)
        {
            _isLost = true;
            throw;
        }
    }

    /// <summary>Makes a synchronous call over this connection.</summary>
    public T Pass<T>(string call, Func<T> make)
    {
        ThrowIfLost();
        try
        {
            return points.Pass(call, make);
        }
        catch (ConnectionLostException)
        {
            _isLost = true;
            throw;
        }
    }

    public override Task OpenAsync(CancellationToken cancellationToken) => PassAsync("open", async () =>
    {
        await inner.OpenAsync(cancellationToken);
        return true;
    });

    public override void Open() => Pass("open", () =>
    {
        inner.Open();
        return true;
    });

    public override void Close() => inner.Close();

    public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
        => new FaultyTransaction(inner.BeginTransaction(isolationLevel), this);

    protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(
        IsolationLevel isolationLevel, CancellationToken cancellationToken)
        => await PassAsync(
            "begin", async () => new FaultyTransaction(await inner.BeginTransactionAsync(isolationLevel, cancellationToken), this));

    protected override DbCommand CreateDbCommand() => new FaultyCommand(inner.CreateCommand(), this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ThrowIfLost()
    {
        if (_isLost)
        {
            throw new ConnectionLostException();
        }
    }
}

/// <summary>A transaction, which is rolled back unless its commit reaches the server.</summary>
internal sealed class FaultyTransaction(DbTransaction inner, FaultyConnection connection) : DbTransaction
{
    public DbTransaction Inner => inner;

    public override IsolationLevel IsolationLevel => inner.IsolationLevel;

    protected override DbConnection DbConnection => connection;

    public override void Commit() => inner.Commit();

    public override void Rollback() => inner.Rollback();

    public override Task CommitAsync(CancellationToken cancellationToken = default) => connection.PassAsync("COMMIT", async () =>
    {
        await inner.CommitAsync(cancellationToken);
        return true;
    });

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }
}

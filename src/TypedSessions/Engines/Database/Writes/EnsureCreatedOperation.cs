namespace TypedSessions.Engines.Database;

/// <summary>Creates the table and its indexes, and reports a table of another shape.</summary>
internal sealed class EnsureCreatedOperation(DatabaseAccess database, string script, CancellationToken cancellationToken)
    : WriteOperation<bool>(cancellationToken)
{
    public override string Attempt => "create its table";

    public override bool MayBeDoneTwice => true;

    public override async ValueTask<bool> TryWithoutTransactionAsync(SessionConnection connection, DateTimeOffset now)
    {
        await connection.RunOnceAsync(script, CancellationToken.None);
        await connection.LoadAsync(database.Statements.Load, default, CancellationToken.None);
        return Result = true;
    }
}

namespace TypedSessions.Engines.Database;

/// <summary>Makes the table and its indexes.</summary>
internal sealed class EnsureCreatedOperation(string script, CancellationToken cancellationToken) : WriteOperation<bool>(cancellationToken)
{
    public override string Attempt => "create its table";

    public override bool MayBeDoneTwice => true;

    public override async ValueTask<bool> TryWithoutTransactionAsync(SessionConnection connection, DateTimeOffset now)
    {
        await connection.RunOnceAsync(script, CancellationToken.None);
        return Result = true;
    }
}

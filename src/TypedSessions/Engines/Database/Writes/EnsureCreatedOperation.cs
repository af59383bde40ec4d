using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>Creates the table and its indexes, and reads from it to report a table of another shape.</summary>
internal sealed class EnsureCreatedOperation(string script, CancellationToken cancellationToken) : WriteOperation<bool>(cancellationToken)
{
    public override string Description => "create its table";

    public override bool IsIdempotent => true;

    public override async ValueTask ExecuteAsync(SessionConnection connection, DateTimeOffset now)
    {
        await connection.RunOnceAsync(script, CancellationToken.None);
        await connection.LoadAsync(default, CancellationToken.None);
        Result = true;
    }
}

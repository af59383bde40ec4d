namespace TypedSessions.Tests.Engines.Files;

public sealed class SyncedFilesConformance : FilesConformance
{
    protected override bool Syncs => true;
}

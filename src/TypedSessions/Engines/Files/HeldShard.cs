using Microsoft.Win32.SafeHandles;

namespace TypedSessions.Engines.Files;

/// <summary>A shard that this thread has for itself. The default holds nothing.</summary>
internal readonly ref struct HeldShard(Lock gate, SafeFileHandle file)
{
    public void Dispose()
    {
        if (file is not null)
        {
            file.Dispose();
            gate.Exit();
        }
    }
}

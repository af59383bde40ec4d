using Microsoft.Win32.SafeHandles;
using TypedSessions.Engines.Files;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>A complete file of a session. A record that is read from it can be changed, and is then read with the changes.</summary>
internal sealed class FileTarget : FuzzTarget
{
    private readonly TempFolder _folder = new();
    private readonly SafeFileHandle _handle;
    private readonly SessionFile _file;
    private FileState? _unlocked;
    private FileState? _locked;

    public FileTarget()
    {
        _handle = File.OpenHandle(_folder.GetPath("file"), FileMode.CreateNew, FileAccess.ReadWrite);
        _file = new SessionFile(_handle, RecordCases.Key, synchronousCommit: false);
    }

    public override string Name => "file";

    public override int Share => 20;

    public override int MaxInput => 4096;

    public override IEnumerable<byte[]> Seeds => Files();

    public override IReadOnlyList<byte[]> Tokens => FileHeaderTarget.Numbers;

    public override long AllocationLimit(ReadOnlySpan<byte> input) => 4096 + (8L * input.Length);

    /// <summary>Valid files after the creation of a session and after one and two changes.</summary>
    public static IEnumerable<byte[]> Files()
    {
        using var folder = new TempFolder();
        var path = folder.GetPath("file");
        foreach (var record in RecordCases.All())
        {
            using var handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
            using var file = new SessionFile(handle, RecordCases.Key, synchronousCommit: false);
            file.WriteFirst(record, isPending: false);
            yield return File.ReadAllBytes(path);
            file.Write(file.ReadLocked()!.Value, Next(record));
            yield return File.ReadAllBytes(path);
            file.Write(file.ReadLocked()!.Value, record);
            yield return File.ReadAllBytes(path);
        }
    }

    public override void Repair(Span<byte> input)
    {
        FileParts.RepairBodies(input);
        FileParts.RepairHeaders(input);
    }

    public override void Feed(ReadOnlyMemory<byte> input)
    {
        RandomAccess.SetLength(_handle, 0);
        RandomAccess.Write(_handle, input.Span, 0);
        _unlocked = _file.TryReadUnlocked(out var state) ? state : null;
        _locked = _file.ReadLocked();
    }

    public override int Check(ReadOnlyMemory<byte> input)
    {
        if (_unlocked is { } unlocked)
        {
            Require(
                _locked is { } locked && RecordCases.AreSame(locked.Record, unlocked.Record), "Who holds the lock reads another record.");
        }

        if (_locked is { } state)
        {
            CheckChange(state);
        }

        return Kind(_unlocked is null ? 0 : 1, RecordCases.GetKind(_locked?.Record), Magnitude(input.Length));
    }

    public override void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    private void CheckChange(FileState state)
    {
        var next = Next(state.Record);
        _file.Write(state, next);
        Require(
            _file.ReadLocked() is { } changed && RecordCases.AreSame(changed.Record, next),
            "A change of what was read does not read as changed.");
    }

    private static SessionRecord Next(SessionRecord record)
        => record with { Values = record.Values.With([Set("m", "changed")]), Version = unchecked(record.Version + 1) };
}

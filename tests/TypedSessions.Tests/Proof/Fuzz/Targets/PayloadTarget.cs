using System.Text;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>
/// The stored values of a session. Only payloads that the library could have written are readable.
/// </summary>
internal sealed class PayloadTarget : FuzzTarget
{
    private readonly SessionValueChange[] _change = [Set("m", "changed")];
    private readonly List<KeyValuePair<string, ReadOnlyMemory<byte>>> _entries = new(MaxPayload);

    private const int MaxPayload = 1024;

    private SessionValues _values = SessionValues.Empty;
    private SessionValues _changed = SessionValues.Empty;

    public override string Name => "payload";

    public override int Share => 230;

    public override int MaxInput => MaxPayload;

    public override IEnumerable<byte[]> Seeds => Payloads().Select(values => values.Payload.ToArray());

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        [1], [0], [1, 0], [0x80, 0x01], [0x80, 0x00], [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        [0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x80, 0x80, 0x80, 0x80, 0x10],
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x01], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF],
        [1, (byte)'m', 1, (byte)'x'], [0, 0],
    ];

    /// <summary>Different values: without entries, short and long, and with keys that are not ASCII.</summary>
    public static IEnumerable<SessionValues> Payloads() =>
    [
        SessionValues.Empty,
        Values(("a", "1")),
        Values(("", "")),
        Values(("a", "1"), ("b", ""), ("m", "2"), ("z", "3")),
        Values(("ключ", "значение"), ("😀", "é"), ("\u0000", "\u0000")),
        Values(("long", new string('x', 300)), ("longer", new string('y', 127)), ("longest", new string('z', 128))),
        Values([.. Enumerable.Range(0, 30).Select(i => ($"key{i}", $"{i}"))]),
    ];

    public override long AllocationLimit(ReadOnlySpan<byte> input) => 1024 + (20L * input.Length);

    public override void Feed(ReadOnlyMemory<byte> input)
    {
        _entries.Clear();
        _values = SessionValues.FromPayload(input);
        foreach (var entry in _values)
        {
            _entries.Add(entry);
        }

        _changed = _values.With(_change);
    }

    public override int Check(ReadOnlyMemory<byte> input)
    {
        Require(_values.Count == _entries.Count, "There are not as many entries as there should be.");
        Require(_values.IsReadable || _entries.Count == 0, "Something was read from an unreadable payload.");
        CheckChanged();
        if (_values.IsReadable)
        {
            CheckReadable(input.Span);
        }

        return Kind(
            _values.IsReadable ? 1 : 0,
            Math.Min(_entries.Count, 40),
            Magnitude(input.Length),
            Magnitude(_entries.Sum(static entry => entry.Value.Length)));
    }

    private void CheckReadable(ReadOnlySpan<byte> input)
    {
        Require(SessionValues.From(_entries).Payload.Span.SequenceEqual(input), "Written again, the values have other bytes.");
        foreach (var (key, value) in _entries)
        {
            Require(_values.TryGet(key, out var found) && found.Equals(value), "A key returns another value.");
        }
    }

    private void CheckChanged()
    {
        Require(_changed.IsReadable, "Changed values are not readable.");
        Require(
            _changed.TryGet("m", out var changed) && Encoding.UTF8.GetString(changed.Span) == "changed",
            "A change is not in the changed values.");
        Require(_changed.Count == _entries.Count + (_values.TryGet("m", out _) ? 0 : 1), "A change added or removed more than its key.");
        Require(
            SessionValues.FromPayload(_changed.Payload).Count == _changed.Count, "Changed values read otherwise than they were written.");
    }
}

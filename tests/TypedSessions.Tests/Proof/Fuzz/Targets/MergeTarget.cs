using System.Text;
using TypedSessions.Models;
using TypedSessions.Storage;
using TypedSessions.Tests.Models;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>
/// Merges of stored values: a byte that selects the property, then the base and the values of two requests, with separators.
/// </summary>
internal sealed class MergeTarget : FuzzTarget
{
    private const byte Separator = 0x1E;

    private static readonly Func<SessionValueMerge>[] Properties =
    [
        Create<List<CartLine>>(SessionMergePlan.List("Product", SessionMergePlan.Object())),
        Create<List<int>>(SessionMergePlan.List()),
        Create<HashSet<string>>(SessionMergePlan.Set),
        Create<Dictionary<string, List<int>>>(SessionMergePlan.Dictionary(SessionMergePlan.List())),
        Create<Profile>(SessionMergePlan.Object(("Friend", SessionMergePlan.Object()))),
        static () => new PropertyMerge<int>(
            new(0, "A", "a", SessionCodec.Int32) { Merge = SessionMergePlan.Sum(SessionCodec.Int32) }, SessionCodec.Int32),
    ];

    private MergedValue _merged;

    public override string Name => "merge";

    public override int Share => 20;

    public override int MaxInput => 2048;

    public override IEnumerable<byte[]> Seeds { get; } =
    [
        Seed(
            0,
            """[{"Product":"hat","Count":1}]""",
            """[{"Product":"hat","Count":2}]""",
            """[{"Product":"hat","Count":1},{"Product":"tie"}]"""),
        Seed(1, "[1,2,3]", "[3,1]", "[1,2,3,4]"),
        Seed(2, """["a"]""", """["a","b"]""", """["c"]"""),
        Seed(3, """{"a":[1]}""", """{"a":[1,2],"b":[]}""", """{"a":[1,3]}"""),
        Seed(4, """{"Friend":null}""", """{"Friend":{"Friend":null}}""", """{"Friend":{},"x":1}"""),
        Seed(5, "\0\0\0\u0001", "\0\0\0\u0002", "\0\0\0\u0005"),
    ];

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[]
        {
            "{}", "[]", "null", "1e999", "0.10", "1e-1", "\"\\ud800\"", "\"$type\":1", "\"$id\":\"1\"", "\"$ref\":\"1\"",
            "\"a\":1,\"a\":2", "[[[[[[[[", "]]]]]]]]", "{\"Friend\":", "\"Product\":\"\"", "\"Product\":0", ",", ":",
        }.Select(Encoding.UTF8.GetBytes),
        [Separator], [0xFF],
    ];

    // Three documents, several indexes of their elements, and a copy of each level of an object.
    public override long AllocationLimit(ReadOnlySpan<byte> input) => 262_144 + (4096L * input.Length);

    public override void Feed(ReadOnlyMemory<byte> input)
    {
        var merge = Properties[input.IsEmpty ? 0 : input.Span[0] % Properties.Length]();
        var parts = Split(input);
        merge.Base = parts[0];
        _merged = merge.Merge(parts[1], parts[2]);
    }

    public override int Check(ReadOnlyMemory<byte> input)
    {
        Require(_merged.IsRefused || _merged.Value is not null, "A value was lost.");
        var length = _merged.Value?.Length ?? 0;
        Require(length <= (2 * input.Length) + 64, $"{input.Length} bytes were merged to {length}.");
        var property = input.IsEmpty ? 0 : input.Span[0] % Properties.Length;
        return Kind(_merged.IsRefused ? 1 : 0, _merged.HasOverlap ? 1 : 0, property, Magnitude(length));
    }

    private static Func<SessionValueMerge> Create<T>(SessionMergePlan plan)
    {
        var property = new SessionProperty<T>(0, "Value", "value", SessionCodec.For<T>()) { Merge = plan };
        return () => new PropertyMerge<T>(property, property.Codec);
    }

    private static byte[] Seed(byte property, string before, string mine, string theirs)
        => [property, .. Encoding.UTF8.GetBytes($"{before}{(char)Separator}{mine}{(char)Separator}{theirs}")];

    private static ReadOnlyMemory<byte>[] Split(ReadOnlyMemory<byte> input)
    {
        var parts = new ReadOnlyMemory<byte>[3];
        var rest = input.IsEmpty ? input : input[1..];
        for (var i = 0; i < parts.Length; i++)
        {
            var end = rest.Span.IndexOf(Separator);
            parts[i] = end < 0 || i == parts.Length - 1 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return parts;
    }
}

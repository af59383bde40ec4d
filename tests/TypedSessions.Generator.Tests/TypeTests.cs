using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests;

/// <summary>Snapshots of properties of every supported type.</summary>
public sealed class TypeTests
{
    [Fact]
    public void Every_scalar()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            [SessionModel]
            internal partial class Scalars
            {
                [SessionProperty] public partial bool Boolean { get; set; }
                [SessionProperty] public partial byte Byte { get; set; }
                [SessionProperty] public partial sbyte SByte { get; set; }
                [SessionProperty] public partial short Int16 { get; set; }
                [SessionProperty] public partial ushort UInt16 { get; set; }
                [SessionProperty] public partial int Int32 { get; set; }
                [SessionProperty] public partial uint UInt32 { get; set; }
                [SessionProperty] public partial long Int64 { get; set; }
                [SessionProperty] public partial ulong UInt64 { get; set; }
                [SessionProperty] public partial Int128 Int128 { get; set; }
                [SessionProperty] public partial UInt128 UInt128 { get; set; }
                [SessionProperty] public partial nint IntPtr { get; set; }
                [SessionProperty] public partial nuint UIntPtr { get; set; }
                [SessionProperty] public partial Half Half { get; set; }
                [SessionProperty] public partial float Single { get; set; }
                [SessionProperty] public partial double Double { get; set; }
                [SessionProperty] public partial decimal Decimal { get; set; }
                [SessionProperty] public partial char Char { get; set; }
                [SessionProperty] public partial string String { get; set; }
                [SessionProperty] public partial Guid Guid { get; set; }
                [SessionProperty] public partial DateTime DateTime { get; set; }
                [SessionProperty] public partial DateTimeOffset DateTimeOffset { get; set; }
                [SessionProperty] public partial DateOnly DateOnly { get; set; }
                [SessionProperty] public partial TimeOnly TimeOnly { get; set; }
                [SessionProperty] public partial TimeSpan TimeSpan { get; set; }
                [SessionProperty] public partial Uri? Uri { get; set; }
                [SessionProperty] public partial byte[] Bytes { get; set; }
                [SessionProperty] public partial DayOfWeek Enum { get; set; }
            }
            """));

    [Fact]
    public void Nullable_scalars()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            [SessionModel]
            internal partial class Scalars
            {
                [SessionProperty] public partial int? Int32 { get; set; }
                [SessionProperty] public partial Nullable<Guid> Guid { get; set; }
                [SessionProperty] public partial DayOfWeek? Enum { get; set; }
                [SessionProperty] public partial byte[]? Bytes { get; set; }
                [SessionProperty] public partial string? String { get; set; }
                [SessionProperty] public partial Point? Struct { get; set; }
            }

            internal struct Point
            {
                public int X { get; set; }
            }
            """));

    [Fact]
    public void Collections_and_their_defaults()
        => Snapshot.Match(GeneratorRun.Create("""
            using System.Collections.Immutable;
            using System.Collections.ObjectModel;

            namespace Shop;

            [SessionModel]
            internal partial class Collections
            {
                [SessionProperty] public partial int[] Array { get; set; }
                [SessionProperty] public partial string?[][] Jagged { get; set; }
                [SessionProperty] public partial IEnumerable<int> Enumerable { get; set; }
                [SessionProperty] public partial ICollection<int> Collection { get; set; }
                [SessionProperty] public partial IReadOnlyCollection<int> ReadOnlyCollection { get; set; }
                [SessionProperty] public partial IList<int> List { get; set; }
                [SessionProperty] public partial IReadOnlyList<int> ReadOnlyList { get; set; }
                [SessionProperty] public partial ISet<int> Set { get; set; }
                [SessionProperty] public partial HashSet<int> HashSet { get; set; }
                [SessionProperty] public partial Queue<int> Queue { get; set; }
                [SessionProperty] public partial ObservableCollection<int> Observable { get; set; }
                [SessionProperty] public partial IDictionary<string, int> Dictionary { get; set; }
                [SessionProperty] public partial IReadOnlyDictionary<string, string?> ReadOnlyDictionary { get; set; }
                [SessionProperty] public partial SortedDictionary<string, int> Sorted { get; set; }
                [SessionProperty] public partial ImmutableArray<int> ImmutableArray { get; set; }
                [SessionProperty] public partial ImmutableList<string> ImmutableList { get; set; }
                [SessionProperty] public partial ImmutableList<List<string>> ImmutableListOfLists { get; set; }
                [SessionProperty] public partial IImmutableSet<int> ImmutableSet { get; set; }
                [SessionProperty] public partial IImmutableList<int> ImmutableListInterface { get; set; }
                [SessionProperty] public partial ImmutableHashSet<int> ImmutableHashSet { get; set; }
                [SessionProperty] public partial ImmutableSortedSet<int> ImmutableSortedSet { get; set; }
                [SessionProperty] public partial ImmutableStack<int> ImmutableStack { get; set; }
                [SessionProperty] public partial IImmutableStack<int> ImmutableStackInterface { get; set; }
                [SessionProperty] public partial ImmutableQueue<int> ImmutableQueue { get; set; }
                [SessionProperty] public partial IImmutableQueue<int> ImmutableQueueInterface { get; set; }
                [SessionProperty] public partial ImmutableSortedDictionary<string, int> ImmutableSortedDictionary { get; set; }
                [SessionProperty] public partial ImmutableDictionary<string, string?> ImmutableDictionary { get; set; }
                [SessionProperty] public partial IImmutableDictionary<string, int> ImmutableDictionaryInterface { get; set; }
            }
            """));

    [Fact]
    public void Nullability_between_the_angle_brackets_is_kept()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            [SessionModel]
            internal partial class Nullability
            {
                [SessionProperty] public partial List<string?> Strings { get; set; }
                [SessionProperty] public partial List<string?>? MaybeStrings { get; set; }
                [SessionProperty] public partial Dictionary<string, Line?> Lines { get; set; }
                [SessionProperty] public partial string?[]? Array { get; set; }
                [SessionProperty] public partial List<int?> Numbers { get; set; }
                [SessionProperty] public partial KeyValuePair<string?, Line?>? Pair { get; set; }
            }

            internal sealed record Line(string? Text);
            """));

    [Fact]
    public void Code_without_nullability_reads_null_and_empty_collections()
        => Snapshot.Match(GeneratorRun.Create("""
            #nullable disable
            namespace Shop;

            [SessionModel]
            internal partial class Old
            {
                [SessionProperty] public partial string Text { get; set; }
                [SessionProperty] public partial Uri Uri { get; set; }
                [SessionProperty] public partial List<string> List { get; set; }
                [SessionProperty] public partial string[] Array { get; set; }
                [SessionProperty] public partial int Number { get; set; }
                [SessionProperty(Default = "x")] public partial string Given { get; set; }
            }
            """));
}

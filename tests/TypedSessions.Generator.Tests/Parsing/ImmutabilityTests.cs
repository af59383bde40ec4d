using TypedSessions.Generator.Parsing;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Parsing;

public class ImmutabilityTests
{
    private const string Declarations = """
        enum Color { Red }
        sealed record Line(string Product, Color Color);
        record OpenLine(string Product);
        abstract record Base(int Id);
        sealed record Derived(int Id, string Name) : Base(Id);
        abstract record MutableBase { public int Id { get; set; } }
        sealed record DerivedFromMutable(string Name) : MutableBase;
        sealed record WithList(List<string> Names);
        sealed record WithImmutableList(ImmutableList<Line> Lines);
        sealed record WithSetter(string Name) { public int Count { get; set; } }
        sealed class ReadOnly { public int X { get; init; } public static int Shared { get; set; } public int Twice => X * 2; }
        sealed class WithField { public int X; }
        sealed class WithReadOnlyArray { public readonly int[] X = []; }
        sealed class Captures(int x) { public int X => x; public void Add() => x++; }
        sealed class WithEvent { public event Action? Changed; public void Raise() => Changed?.Invoke(); }
        sealed record Tree(string Name, ImmutableArray<Tree> Children);
        sealed record MutableTree(string Name, List<MutableTree> Children);
        sealed record Pair<T>(T Left, T Right);
        sealed record Growing<T>(Growing<Pair<T>>? Next);
        struct Point { public int X { get; set; } public int Y; }
        struct Holder { public List<int> Items { get; set; } }
        readonly record struct Money(decimal Amount, string Currency);
        """;

    [Theory]
    [InlineData("Color", true)]
    [InlineData("string", true)]
    [InlineData("Version", true)]
    [InlineData("int?", true)]
    [InlineData("byte[]", false)]
    [InlineData("int[]", false)]
    [InlineData("List<int>", false)]
    [InlineData("IReadOnlyList<int>", false)]
    [InlineData("ImmutableList<int>", true)]
    [InlineData("ImmutableArray<Line>", true)]
    [InlineData("ImmutableArray<OpenLine>", false)]
    [InlineData("ImmutableArray<int[]>", false)]
    [InlineData("ImmutableList<int>.Builder", false)]
    [InlineData("KeyValuePair<string, Line>", true)]
    [InlineData("KeyValuePair<string, List<int>>", false)]
    [InlineData("Line", true)]
    [InlineData("Money", true)]
    [InlineData("Money?", true)]
    [InlineData("OpenLine", false)]
    [InlineData("Derived", true)]
    [InlineData("DerivedFromMutable", false)]
    [InlineData("WithList", false)]
    [InlineData("WithImmutableList", true)]
    [InlineData("WithSetter", false)]
    [InlineData("ReadOnly", true)]
    [InlineData("WithField", false)]
    [InlineData("WithReadOnlyArray", false)]
    [InlineData("Captures", false)]
    [InlineData("WithEvent", false)]
    [InlineData("Tree", true)]
    [InlineData("MutableTree", false)]
    [InlineData("Pair<string>", true)]
    [InlineData("Pair<List<string>>", false)]
    [InlineData("Growing<int>", false)]
    [InlineData("Point", true)]
    [InlineData("Holder", false)]
    [InlineData("System.Text.Json.Nodes.JsonObject", false)]
    [InlineData("System.Net.Cookie", false)]
    public void A_type_is_immutable_only_when_nothing_in_it_can_change(string type, bool expected)
    {
        var property = TestSymbols.PropertyOfType(type, Declarations);

        Assert.Equal(expected, Immutability.IsImmutable(property.Type, property.ContainingAssembly));
    }

    [Fact]
    public void A_type_of_another_assembly_is_taken_for_mutable()
    {
        var property = TestSymbols.PropertyOfType("Line", Declarations);
        var other = TestSymbols.PropertyOfType("int").ContainingAssembly;

        Assert.False(Immutability.IsImmutable(property.Type, other));
    }
}

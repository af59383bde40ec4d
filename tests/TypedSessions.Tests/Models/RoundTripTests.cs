using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Dictionary;
using TypedSessions.Models;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models;

/// <summary>Values of types that survive encoding and decoding are stored and read as they were set.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Collections_that_compute_their_properties_and_derived_types_without_data_are_stored()
    {
        var session = PrivateSession.Create();

        session.Set("computed", new Basket { 1, 2 });
        session.Set("empty", new Basket());
        session.Set<IReadOnlyList<int>>("interface", new Basket { 1 });
        session.Set<List<Animal>>("derived", [new Cat { Name = "Tom" }]);
        session.Set("inherited", new MoreLabels { Name = "A", Names = ["a"] });
        session.Set("initialized", new Initialized());
        session.Set("ranking", new Ranking { 1, 2 });

        Assert.Equal(2, session.Get<Basket>("computed")!.Last);
    }

    [Fact]
    public void A_cyclic_graph_is_checked_without_endless_recursion()
    {
        var options = new JsonSerializerOptions { ReferenceHandler = ReferenceHandler.Preserve, IncludeFields = true };
        options.MakeReadOnly(populateMissingResolver: true);
        var codec = SessionCodec.For<Node>().With(options);
        var node = new Node();
        node.Next.AddRange([node, node, node]);

        codec.ThrowIfLost(node, Encode(codec, node), verifyEachValue: true);
    }

    [Fact]
    public void Fields_and_members_that_lose_nothing_are_stored()
    {
        var session = PrivateSession.Create();

        session.Set("default", new Point());
        session.Set("ignored", new Cached { Name = "Ada" });
        session.Set("ordinal", new HashSet<string>(["a"], StringComparer.Ordinal));
        session.Set("untyped", new Box { Content = session.Get<Box>("nothing") });
        session.Set("empty", new Empty());
        session.Set<IReadOnlyDictionary<string, int>>("interface", new SortedDictionary<string, int> { ["a"] = 1 });
        session.Set("total", new Order { Price = 2, Count = 3 });

        Assert.Equal(6, session.Get<Order>("total")!.Total);
    }

    [Fact]
    public void A_polymorphic_base_and_types_that_keep_their_values_are_stored()
    {
        var session = PrivateSession.Create();

        session.Set<Shape>("shape", new Circle { Radius = 2 });
        session.Set(
            "dictionary",
            new ConcurrentDictionary<string,
            int>(Enumerable.Range(0, 100).Select(static i => KeyValuePair.Create($"key{i}", i))));
        session.Set("record", new Person("Ada", new DateTime(1815, 12, 10)));
        session.Set<IEnumerable<int>>("sequence", new[] { 1, 2 });
        session.Set("set", new HashSet<string>(["b", "a"]));
        session.Set("queue", new Queue<int>([1, 2]));
        session.Set<BigInteger?>("null", null);

        Assert.Equal(2, Assert.IsType<Circle>(session.Get<Shape>("shape")).Radius);
    }

    [Theory]
    [InlineData("Production", 200)]
    [InlineData("Development", 500)]
    public async Task Production_checks_the_first_values_and_Development_each(string environment, int expected)
    {
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/stack/{count:int}", static (int count, ISession session) =>
                session.Set("stack", new Stack<string>(Enumerable.Range(0, count).Select(static i => $"{i}")))),
            environment: environment);
        using var browser = site.Open();
        for (var i = 0; i < 20; i++)
        {
            await browser.ReadAsync("/stack/1");
            await browser.ReadAsync("/stack/0");
        }

        using var response = await browser.GetAsync("/stack/2");

        Assert.Equal(expected, (int)response.StatusCode);
    }

    private static byte[] Encode<T>(SessionCodec<T> codec, T value)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.Encode(value, output);
        return output.WrittenSpan.ToArray();
    }

    private sealed class Basket : List<int>
    {
        public static Basket Sample => [1, 2];

        public double Average => this.Average(static number => number);

        public int? Last => this.LastOrDefault();

        public IEnumerable<int> Large => this.Where(static number => number > 1);
    }

    private class Animal
    {
        public string? Name { get; set; }
    }

    private sealed class Cat : Animal
    {
        public string Sound => "meow";
    }

    private sealed class MoreLabels : Labels
    {
        public string? Name { get; set; }
    }

    private sealed class Ranking() : SortedSet<int>(Comparer<int>.Create(static (left, right) => right - left));

    private sealed class Node
    {
        public List<Node> Next { get; set; } = [];
    }

    private sealed class Box
    {
        public object? Content { get; set; }
    }

    private sealed class Empty;

    private sealed class Order
    {
        public int Price { get; set; }

        public int Count { get; set; }

        public int Total => Price * Count;
    }

    [JsonDerivedType(typeof(Circle), "circle")]
    private abstract class Shape;

    private sealed class Circle : Shape
    {
        public int Radius { get; set; }
    }

    private sealed record Person(string Name, DateTime Born);

#pragma warning disable SA1401, CA1051, CS0649 // The tests are about fields.
    private class Labels
    {
        [JsonInclude]
        public List<string>? Names;
    }

    private sealed class Initialized
    {
        public List<int> Numbers = [1, 2];

        public string? Name { get; set; }
    }

    private class Point
    {
        public int X;
    }

    private sealed class Cached
    {
        [JsonIgnore]
        public int Length = 5;

        public string? Name { get; set; }
    }
#pragma warning restore SA1401, CA1051, CS0649
}

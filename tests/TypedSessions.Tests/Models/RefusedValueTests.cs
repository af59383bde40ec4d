using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TypedSessions.Dictionary;
using TypedSessions.Models;
using TypedSessions.Models.Codecs;

namespace TypedSessions.Tests.Models;

/// <summary>Setting a value that would not be read as it was set throws and names property, type and remedy.</summary>
public sealed class RefusedValueTests
{
    [Fact]
    public void A_stack_is_refused_because_it_is_read_in_reverse_order() => AssertRefused(new Stack<int>([1, 2]), "Stack<Int32>", "order");

    [Fact]
    public void A_number_without_public_members_is_refused() => AssertRefused(new Big(5), "Big", "cannot be read again");

    [Fact]
    public void A_property_without_a_setter_is_refused() => AssertRefused(new Unset(5), "Unset", "setters");

    [Fact]
    public void A_collection_that_cannot_be_read_is_refused()
        => AssertRefused(new ConcurrentBag<int>([1]), "ConcurrentBag<Int32>", "cannot be read again");

    [Fact]
    public void A_getter_that_changes_by_itself_is_refused() => AssertRefused(new Counting(), "Counting", "depend on nothing else");

    [Fact]
    public void A_set_that_loses_its_comparer_is_refused()
        => AssertRefused(
            new SortedSet<int>([1, 2, 3], Comparer<int>.Create(static (left, right) => right - left)), "SortedSet<Int32>", "comparer");

    [Fact]
    public void A_derived_type_in_a_property_of_its_base_is_refused()
        => AssertRefused<Animal>(new Dog { Name = "Rex", Tricks = 3 }, "Animal", "Declare the property as Dog");

    [Fact]
    public void A_derived_type_in_a_list_of_its_base_is_refused()
        => AssertRefused<List<Animal>>(
            [new Animal { Name = "Tom" }, new Dog { Name = "Rex", Tricks = 3 }], "List<Animal>", "Declare the property as Dog");

    [Fact]
    public void A_derived_type_in_a_dictionary_of_a_member_is_refused()
        => AssertRefused(new Zoo { Animals = { ["Rex"] = new Dog { Tricks = 3 } } }, "Zoo", "Declare the property as Dog");

    [Fact]
    public void A_public_field_is_refused()
        => AssertRefused(new Point { X = 3 }, "Point", "Make it a property, or put [JsonInclude] on it");

    [Fact]
    public void A_public_field_of_a_base_class_is_refused() => AssertRefused(new NamedPoint { X = 3, Name = "A" }, "NamedPoint", "Point.X");

    [Fact]
    public void A_tuple_inside_of_a_class_is_refused() => AssertRefused(new Range { Ends = (1, 2) }, "Range", "Item1");

    [Fact]
    public void A_class_without_public_properties_is_refused()
        => AssertRefused(new Hidden(5), "Hidden", "Store a type with public properties");

    [Fact]
    public void A_member_of_type_object_is_refused() => AssertRefused(new Box { Content = 5 }, "Box", "Declare the type of the value");

    [Fact]
    public void A_dictionary_that_loses_its_comparer_is_refused()
        => AssertRefused(
            new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 }, "Dictionary<String, Int32>", "comparer");

    [Fact]
    public void A_set_of_an_interface_that_loses_its_comparer_is_refused()
        => AssertRefused<ISet<string>>(new HashSet<string>(["a"], StringComparer.OrdinalIgnoreCase), "ISet<String>", "comparer");

    [Fact]
    public void A_sorted_set_with_an_ordinal_comparer_is_refused()
        => AssertRefused(new SortedSet<string>(["a", "b"], StringComparer.Ordinal), "SortedSet<String>", "comparer");

    [Fact]
    public void A_property_of_a_collection_is_refused()
        => AssertRefused(new Page { 1, 2 }.With(static page => page.Number = 3), "Page", "Page.Number");

    [Fact]
    public void A_collection_class_in_a_property_of_its_base_is_refused()
        => AssertRefused<List<int>>(new Page { 1, 2 }.With(static page => page.Number = 3), "List<Int32>", "Declare the property as Page");

    [Fact]
    public void A_refused_value_does_not_count_as_checked()
    {
        var codec = new JsonCodec<List<Animal>>(
            static () => JsonSerializerOptions.Default.GetTypeInfo(typeof(List<Animal>)), isMutable: true);
        List<Animal> value = [new Dog { Tricks = 3 }];
        for (var i = 0; i < 20; i++)
        {
            Assert.Throws<InvalidOperationException>(() => codec.ThrowIfLost(value, Encode(codec, value), verifyEachValue: false));
        }
    }

    private static void AssertRefused<T>(T value, string type, string remedy)
    {
        var error = Assert.Throws<InvalidOperationException>(() => PrivateSession.Create().Set("cart", value));

        Assert.Contains("'cart'", error.Message, StringComparison.Ordinal);
        Assert.Contains(type, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    private static byte[] Encode<T>(SessionCodec<T> codec, T value)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.Encode(value, output);
        return output.WrittenSpan.ToArray();
    }

    private sealed class Big(int seed)
    {
        public int Number => seed;
    }

    private sealed class Unset
    {
        public Unset()
        {
        }

        public Unset(int count) => Count = count;

        public int Count { get; }
    }

    private sealed class Counting
    {
        private static int _reads;

        public int Reads => Interlocked.Increment(ref _reads);
    }

    private class Animal
    {
        public string? Name { get; set; }
    }

    private sealed class Dog : Animal
    {
        public int Tricks { get; set; }
    }

    private sealed class Zoo
    {
        public Dictionary<string, Animal> Animals { get; set; } = [];
    }

#pragma warning disable SA1401, CA1051 // The tests are about fields.
    private class Point
    {
        public int X;
    }
#pragma warning restore SA1401, CA1051

    private sealed class NamedPoint : Point
    {
        public string? Name { get; set; }
    }

    private sealed class Range
    {
        public (int From, int To) Ends { get; set; }
    }

    private sealed class Hidden
    {
        private readonly int _count;

        public Hidden()
        {
        }

        public Hidden(int count) => _count = count;

        public override string ToString() => $"{_count}";
    }

    private sealed class Box
    {
        public object? Content { get; set; }
    }

    private sealed class Page : List<int>
    {
        public int Number { get; set; }

        public Page With(Action<Page> change)
        {
            change(this);
            return this;
        }
    }
}

using System.Text;
using System.Text.Json.Serialization;

namespace TypedSessions.Tests.Models;

public partial class JsonCodecTests
{
    [Fact]
    public void Json_is_compact_and_survives_a_round_trip()
    {
        var codec = SessionCodec.Json<List<CartLine>>(ShopJson.Default);

        var bytes = codec.Encode([new() { Product = "hat", Count = 2 }]);

        Assert.Equal("""[{"Product":"hat","Count":2}]""", Encoding.UTF8.GetString(bytes));
        var line = Assert.Single(codec.Decode(bytes));
        Assert.Equal(("hat", 2), (line.Product, line.Count));
        Assert.True(codec.IsMutable);
        Assert.False(SessionCodec.ImmutableJson<Address>(ShopJson.Default).IsMutable);
    }

    [Fact]
    public void Json_by_reflection_writes_the_same_bytes()
    {
        var address = new Address("221B Baker Street", "London");

        Assert.Equal(
            SessionCodec.ImmutableJson<Address>(ShopJson.Default).Encode(address), SessionCodec.ImmutableJson<Address>().Encode(address));
        Assert.Equal(address, SessionCodec.Json<Address>().RoundTrip(address));
        Assert.True(SessionCodec.Json<Address>().IsMutable);
        Assert.False(SessionCodec.ImmutableJson<Address>().IsMutable);
    }

    [Fact]
    public void The_options_of_the_context_are_followed()
    {
        var codec = SessionCodec.Json<Address>(CamelJson.Default);

        Assert.Equal("""{"street":"a","city":"b"}""", Encoding.UTF8.GetString(codec.Encode(new("a", "b"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[")]
    [InlineData("[] []")]
    [InlineData("{}")]
    [InlineData("""[{"Count":"two"}]""")]
    [InlineData("""[{"Count":99999999999}]""")]
    public void Invalid_json_for_the_type_is_refused(string json)
        => Assert.Throws<FormatException>(() => SessionCodec.Json<List<CartLine>>(ShopJson.Default).Decode(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_value_that_the_types_constructor_refuses_is_unreadable()
        => Assert.Throws<FormatException>(() => SessionCodec.Json<Percent>().Decode("""{"Value":101}"""u8));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Radius":1}""")]
    [InlineData("""{"$type":"triangle"}""")]
    public void Json_that_does_not_say_which_of_several_types_it_is_of_is_unreadable(string json)
    {
        Assert.Throws<FormatException>(() => SessionCodec.For<Shape>().Decode(Encoding.UTF8.GetBytes(json)));
        Assert.Throws<FormatException>(
            () => SessionCodec.For<Dictionary<string, List<Drawing>>>()
                .Decode(Encoding.UTF8.GetBytes($$$"""{"a":[{"Shape":{{{json}}}}]}""")));
    }

    [Fact]
    public void A_type_that_JSON_cannot_represent_throws_instead_of_reading_as_absent()
        => Assert.Throws<NotSupportedException>(() => SessionCodec.Json<ICloneable>().Decode("{}"u8));

    [Fact]
    public void A_value_too_deep_to_be_read_is_not_written()
    {
        var codec = SessionCodec.Json<Profile>(ShopJson.Default);

        Assert.Equal(64, Depth(codec.RoundTrip(Chain(64))));
        Assert.Throws<InvalidOperationException>(() => codec.Encode(Chain(65)));

        static Profile Chain(int length) => new() { Friend = length == 1 ? null : Chain(length - 1) };
        static int Depth(Profile profile) => profile.Friend is { } friend ? 1 + Depth(friend) : 1;
    }

    [Fact]
    public void Missing_metadata_throws_on_first_use_with_a_hint()
    {
        var codec = SessionCodec.Json<Dictionary<string, CartLine[]>>(ShopJson.Default);

        var exception = Assert.Throws<InvalidOperationException>(() => codec.Decode("{}"u8));

        Assert.Equal(
            "ShopJson has no metadata for System.Collections.Generic.Dictionary<System.String, TypedSessions.Tests.Models.CartLine[]>. "
            + "Add [JsonSerializable(typeof(Dictionary<String, CartLine[]>))] to it.",
            exception.Message);
    }

    [JsonDerivedType(typeof(Circle), "circle")]
    private abstract class Shape;

    private sealed class Circle : Shape
    {
        public int Radius { get; set; }
    }

    private sealed class Drawing
    {
        public Shape? Shape { get; set; }

        public Drawing? Next { get; set; }
    }

    private sealed class Percent
    {
        public Percent(int value)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100);
            Value = value;
        }

        public int Value { get; }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
    [JsonSerializable(typeof(Address))]
    private sealed partial class CamelJson : JsonSerializerContext;
}

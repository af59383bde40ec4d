using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using TypedSessions.Dictionary;
using TypedSessions.Models;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models;

/// <summary>The session as a dictionary of typed values, on sessions of this library and on others.</summary>
public sealed partial class SessionDictionaryTests
{
    public static TheoryData<bool> OursAndOthers => [true, false];

    private enum Colour : byte
    {
        Red = 1,
        Blue = 200,
    }

    [Theory]
    [MemberData(nameof(OursAndOthers))]
    public void Every_kind_of_value_is_read_as_it_was_set(bool ours)
    {
        var session = NewSession(ours);
        Guid id = new("00112233-4455-6677-8899-aabbccddeeff");

        session.Set("text", "Ada");
        session.Set("number", 42);
        session.Set("big", 1L << 40);
        session.Set("yes", true);
        session.Set("price", 1.50m);
        session.Set("id", id);
        session.Set("colour", Colour.Blue);
        session.Set<Colour?>("maybe", Colour.Red);
        session.Set<int?>("count", 7);
        session.Set("lines", new List<string> { "a", "b" });
        session.Set("line", new Line("tea", 2));

        Assert.Equal("Ada", session.Get<string>("text"));
        Assert.Equal(42, session.Get<int>("number"));
        Assert.Equal(1L << 40, session.Get<long>("big"));
        Assert.True(session.Get<bool>("yes"));
        Assert.Equal(1.50m, session.Get<decimal>("price"));
        Assert.Equal(id, session.Get<Guid>("id"));
        Assert.Equal(Colour.Blue, session.Get<Colour>("colour"));
        Assert.Equal(Colour.Red, session.Get<Colour?>("maybe"));
        Assert.Equal(7, session.Get<int?>("count"));
        Assert.Equal(["a", "b"], session.Get<List<string>>("lines")!);
        Assert.Equal(new Line("tea", 2), session.Get<Line>("line"));
    }

    [Theory]
    [MemberData(nameof(OursAndOthers))]
    public void A_missing_value_reads_as_the_default_or_the_fallback(bool ours)
    {
        var session = NewSession(ours);

        Assert.Equal(0, session.Get<int>("x"));
        Assert.Null(session.Get<int?>("x"));
        Assert.Null(session.Get<Colour?>("x"));
        Assert.Null(session.Get<string>("x"));
        Assert.Equal(5, session.Get("x", 5));
        Assert.Equal("none", session.Get("x", "none"));
        Assert.False(session.TryGet<int>("x", out _));
        Assert.Equal(0, session.Pop<int>("x"));
        Assert.Equal(9, session.Pop("x", 9));
        Assert.False(session.Contains("x"));
        Assert.Empty(session.Keys);
    }

    [Theory]
    [MemberData(nameof(OursAndOthers))]
    public void Values_are_those_of_SetString_SetInt32_Set_and_models(bool ours)
    {
        var session = NewSession(ours);

        session.Set("text", "Ada");
        session.Set("number", 42);
        session.Set<object>("boxed", 43);
        Assert.Equal("Ada", session.GetString("text"));
        Assert.Equal(42, session.GetInt32("number"));
        Assert.Equal(43, session.GetInt32("boxed"));
        session.SetString("text", "Bob");
        session.SetInt32("number", 44);
        session.Set("bytes", [1, 2]);

        Assert.Equal("Bob", session.Get<string>("text"));
        Assert.Equal(44, session.Get<int>("number"));
        Assert.Equal([1, 2], session.Get<byte[]>("bytes")!);
        Assert.Equal([1, 2], session.Get("bytes")!);
        Assert.Equal("Bob"u8.ToArray(), session.Items.Single(item => item.Key == "text").Value.ToArray());
    }

    [Theory]
    [MemberData(nameof(OursAndOthers))]
    public void The_methods_match_their_names(bool ours)
    {
        var session = NewSession(ours);
        session.Set("a", 1);

        Assert.True(session.Contains("a"));
        Assert.True(session.TryGet<int>("a", out var a));
        Assert.Equal(1, a);
        Assert.Equal(1, session.GetOrAdd("a", () => 2));
        Assert.Equal(3, session.GetOrAdd("b", () => 3));
        Assert.Equal(1, session.Pop<int>("a"));
        Assert.False(session.Contains("a"));
        session.Set<string>("b", null);
        Assert.False(session.Contains("b"));
    }

    [Theory]
    [MemberData(nameof(OursAndOthers))]
    public void Update_sets_each_value_with_its_own_type_and_null_removes_it(bool ours)
    {
        var session = NewSession(ours);
        session.Set("gone", "x");

        session.Update(
            new Dictionary<string, object?> { ["name"] = "Ada", ["visits"] = 3, ["lines"] = new List<int> { 1 }, ["gone"] = null });
        session.Update(new Dictionary<string, int> { ["count"] = 4 });

        Assert.Equal(["count", "lines", "name", "visits"], session.Keys.Order());
        Assert.Equal(3, session.Get<int>("visits"));
        Assert.Equal([1], session.Get<List<int>>("lines")!);
        Assert.Equal(4, session.GetInt32("count"));
    }

    [Theory]
    [MemberData(nameof(OursAndOthers))]
    public void A_codec_that_is_named_needs_no_reflection(bool ours)
    {
        var session = NewSession(ours);
        var lines = SessionCodec.Json(LinesJson.Default.ListLine);

        session.Set("visits", 3, SessionCodec.Int32);
        session.Set("lines", [new Line("tea", 2)], lines);

        Assert.Equal(3, session.Get("visits", SessionCodec.Int32));
        Assert.Equal(8, session.Get("missing", SessionCodec.Int32, 8));
        Assert.Equal([new Line("tea", 2)], session.Get("lines", lines)!);
        Assert.Equal("""[{"name":"tea","count":2}]""", session.GetString("lines"));
        Assert.Same(lines, SessionCodec.Json(LinesJson.Default.ListLine));
        Assert.Equal(3, session.Pop("visits", SessionCodec.Int32));
        Assert.Equal(4, session.GetOrAdd("visits", () => 4, SessionCodec.Int32));
        Assert.False(session.TryGet("nothing", lines, out _));
    }

    [Fact]
    public async Task A_change_in_place_is_a_change()
    {
        var session = PrivateSession.Create();
        session.Set("lines", new List<string> { "a" });
        await session.CommitAsync(TestContext.Current.CancellationToken);

        session.Get<List<string>>("lines")!.Add("b");

        Assert.Equal(["lines"], session.ModifiedKeys);
        Assert.Equal("""["a","b"]""", session.GetString("lines"));
        Assert.Equal(["a", "b"], session.Get<List<string>>("lines")!);
    }

    [Fact]
    public async Task Reading_and_setting_the_stored_value_is_not_a_change()
    {
        var session = PrivateSession.Create();
        session.Update(new Dictionary<string, object?> { ["lines"] = new List<string> { "a" }, ["visits"] = 3 });
        await session.CommitAsync(TestContext.Current.CancellationToken);

        session.Get<List<string>>("lines");
        session.Set("visits", 3);
        session.Set("lines", new List<string> { "a" });
        session.Pop<int>("missing");
        session.Update(new Dictionary<string, int>());

        Assert.False(session.IsModified);
    }

    [Fact]
    public void A_value_changed_in_place_is_among_the_items()
    {
        var session = PrivateSession.Create();
        session.GetOrAdd("lines", () => new List<int> { 1 }).Add(2);

        Assert.Equal("[1,2]"u8.ToArray(), Assert.Single(session.Items).Value.ToArray());
    }

    [Fact]
    public void A_value_of_another_type_reads_as_absent_and_is_reported()
    {
        var values = new CountingValues();
        values.SetByOthers("visits", "so many");

        Assert.Equal(0, values.Get<int>("visits"));
        Assert.Equal(5, values.Get("visits", 5));
        Assert.Equal("so many", values.Get<string>("visits"));
        Assert.Equal(["visits"], values.Unreadable);
    }

    [Fact]
    public void An_object_has_to_be_read_as_a_type()
    {
        var session = PrivateSession.Create();

        Assert.Throws<NotSupportedException>(() => session.Get<object>("x"));
    }

    private static ISession NewSession(bool ours) => ours ? PrivateSession.Create() : new FakeSession();

    private sealed record Line(string Name, int Count);

    [JsonSerializable(typeof(List<Line>))]
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    private sealed partial class LinesJson : JsonSerializerContext;
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Dictionary;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models;

/// <summary>The application's options for JSON serialization by reflection.</summary>
public sealed class JsonSerializerOptionsTests
{
    private static readonly JsonSerializerOptions Own = new()
    {
        IncludeFields = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new ReversedStackConverter() },
    };

    [Fact]
    public async Task Values_are_written_and_read_with_them()
    {
        await using var site = await StartAsync(Own);
        using var browser = site.Open();

        await browser.ReadAsync("/set");

        Assert.Equal("""{"name":"Ada","position":{"item1":3,"item2":4}}""", await browser.ReadAsync("/text"));
        Assert.Equal("Ada at 3, 4 on the top 2", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task Without_them_the_same_values_are_refused()
    {
        await using var site = await StartAsync(null);
        using var browser = site.Open();

        using var response = await browser.GetAsync("/set");

        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task Two_applications_in_one_process_have_their_own()
    {
        await using var first = await StartAsync(Own);
        await using var second = await StartAsync(new() { IncludeFields = true, Converters = { new ReversedStackConverter() } });
        using var camel = first.Open();
        using var pascal = second.Open();

        await camel.ReadAsync("/set");
        await pascal.ReadAsync("/set");

        Assert.StartsWith("""{"name":""", await camel.ReadAsync("/text"), StringComparison.Ordinal);
        Assert.StartsWith("""{"Name":""", await pascal.ReadAsync("/text"), StringComparison.Ordinal);
    }

    private static Task<TestSite> StartAsync(JsonSerializerOptions? json) => TestSite.StartAsync(
        static app =>
        {
            app.MapGet("/set", static (ISession session) =>
            {
                session.Set("place", new Place { Name = "Ada", Position = (3, 4) });
                session.Set<Counted?>("counted", new Counted { Count = 1 });
                session.Set("stack", new Stack<int>([1, 2]));
            });
            app.MapGet("/text", static (ISession session) => session.GetString("place"));
            app.MapGet("/get", static (ISession session) => session.Get<Place>("place") is { } place
                ? $"{place.Name} at {place.Position.X}, {place.Position.Y} on the top {session.Get<Stack<int>>("stack")?.Peek()}"
                : null);
        },
        options => options.JsonSerializerOptions = json);

    private sealed class Place
    {
        public string? Name { get; set; }

        public (int X, int Y) Position { get; set; }
    }

    private struct Counted
    {
        public int Count;
    }

    private sealed class ReversedStackConverter : JsonConverter<Stack<int>>
    {
        public override Stack<int> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => new(JsonSerializer.Deserialize<int[]>(ref reader, options)!.Reverse());

        public override void Write(Utf8JsonWriter writer, Stack<int> value, JsonSerializerOptions options)
            => JsonSerializer.Serialize(writer, value.ToArray(), options);
    }
}

using System.Text.Json.Serialization;

namespace TypedSessions.Benchmarks.Servers;

/// <summary>The session model of the sites, with ten keys.</summary>
[SessionModel(JsonContext = typeof(BenchJson))]
public partial class BenchSession
{
    [SessionProperty] public partial string? Name { get; set; }

    [SessionProperty] public partial int Visits { get; set; }

    [SessionProperty] public partial Book? Last { get; set; }

    [SessionProperty] public partial string? Language { get; set; }

    [SessionProperty] public partial string? Theme { get; set; }

    [SessionProperty] public partial string? Campaign { get; set; }

    [SessionProperty] public partial string? Referrer { get; set; }

    [SessionProperty] public partial int Basket { get; set; }

    [SessionProperty] public partial int Step { get; set; }

    [SessionProperty] public partial bool IsReturning { get; set; }
}

/// <summary>A value that is stored as JSON.</summary>
public sealed record Book(string Title, int Pages);

[JsonSerializable(typeof(Book))]
internal sealed partial class BenchJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace BlogEngine;

/// <summary>A reader, who may be an author.</summary>
[SessionModel(Prefix = "blog:", JsonContext = typeof(BlogJson))]
public partial class BlogSession
{
    [SessionProperty] public partial string? UserName { get; set; }

    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }

    [SessionProperty(Key = "dark")] public partial bool IsDark { get; set; }

    [SessionProperty] public partial Draft? Draft { get; set; }

    [SessionProperty] public partial HashSet<int> Published { get; set; }
}

public sealed class Draft
{
    public string Title { get; set; } = "";

    public string Text { get; set; } = "";

    public List<string> Tags { get; set; } = [];
}

[JsonSerializable(typeof(Draft))]
[JsonSerializable(typeof(HashSet<int>))]
internal sealed partial class BlogJson : JsonSerializerContext;

// What the JSON generator would write: the tests do not run it.
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BlogEngine;

internal sealed partial class BlogJson
{
    public BlogJson()
        : base(null)
    {
    }

    public static BlogJson Default { get; } = new();

    protected override JsonSerializerOptions? GeneratedSerializerOptions => null;

    public override JsonTypeInfo? GetTypeInfo(Type type) => null;
}

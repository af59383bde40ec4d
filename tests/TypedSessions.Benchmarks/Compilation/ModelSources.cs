using System.Collections.Immutable;

namespace TypedSessions.Benchmarks.Compilation;

/// <summary>Source code of session models, without and with contexts for System.Text.Json's generator.</summary>
internal static class ModelSources
{
    private const string Head = """
        using System;
        using System.Collections.Generic;
        using System.Text.Json.Serialization;
        using TypedSessions;

        namespace Shop;

        """;

    /// <summary>Returns models with ten properties each.</summary>
    public static ImmutableArray<string> Models(int models)
        => [.. Enumerable.Range(0, models).Select(static number => Head + Model(number))];

    /// <summary>Returns the same models, each with a context.</summary>
    public static ImmutableArray<string> WithContexts(int models)
        => [.. Enumerable.Range(0, models).Select(static number => Head + Model(number) + Context($"Json{number}", [number]))];

    /// <summary>Returns the same models with one context for all.</summary>
    public static ImmutableArray<string> WithOneContext(int models)
        => [Head + Context("Json", Enumerable.Range(0, models)), .. Models(models)];

    private static string Model(int number) => $$"""

        [SessionModel(Prefix = "m{{number}}.")]
        public partial class Session{{number}}
        {
            [SessionProperty] public partial string? UserName { get; set; }

            [SessionProperty(Key = "visits")] public partial int Visits { get; set; }

            [SessionProperty(Default = 20)] public partial int PageSize { get; set; }

            [SessionProperty] public partial List<int> Lines { get; set; }

            [SessionProperty] public partial Dictionary<string, decimal> Prices { get; set; }

            [SessionProperty] public partial DateTimeOffset? Seen { get; set; }

            [SessionProperty] public partial bool IsMember { get; set; }

            [SessionProperty] public partial decimal Total { get; set; }

            [SessionProperty] public partial Guid Cart { get; set; }

            [SessionProperty] public partial Address{{number}}? Address { get; set; }
        }

        public sealed record Address{{number}}(string Street, string City);

        """;

    private static string Context(string name, IEnumerable<int> models) => $$"""

        {{string.Join('\n', models.Select(static number => $"[JsonSerializable(typeof(Session{number}))]"))}}
        public partial class {{name}} : JsonSerializerContext;

        """;
}

using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Access;

public sealed class KeyOfTwoTypesTests
{
    private const string Model = """
        public enum Level : byte { Low }
        public sealed class Line { public string? Name { get; set; } }

        [SessionModel]
        public partial class Shop
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }
            [SessionProperty] public partial DateTimeOffset? Last { get; set; }
            [SessionProperty] public partial List<Line> Lines { get; set; }
        }
        """;

    private const string Maps = """
        #pragma warning disable TSES039
        [SessionModel]
        public partial class Maps
        {
            [SessionProperty(Key = "cart-{0}")] public partial SessionMap<string, int> Carts { get; }
            [SessionProperty(Key = "page-{0}")] public partial SessionMap<int, long> Pages { get; }
            [SessionProperty(Key = "both-{0}-2")] public partial SessionMap<string, int> Both { get; }
            [SessionProperty(Key = "both-1-{0}")] public partial SessionMap<string, int> Either { get; }
        }
        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.KeyOfTwoTypes);

    [Fact]
    public async Task TSES062_reports_the_reader_and_points_to_the_writer()
    {
        var found = await Rule.Verify(
            "class A { void M(ISession session) => session.SetString(\"count\", \"3\"); }",
            "class B { int? M(ISession session) => session.GetInt32([|\"count\"|]); }");

        var diagnostic = Assert.Single(found);
        Assert.Equal(
            "The key 'count' is read as 'int' here, but written as 'string'; use the same type for both",
            diagnostic.GetMessage());
        Assert.Equal("Source0.cs", Assert.Single(diagnostic.AdditionalLocations).SourceTree!.FilePath);
    }

    [Fact]
    public async Task TSES062_reports_a_type_that_differs_from_the_property()
        => Assert.Equal(
            "The key 'Visits' is written as 'string' here, but session property 'Shop.Visits' stores it as 'int'; "
                + "use the same type for both",
            await Rule.Message(Model, "class A { void M(ISession session) => session.SetString([|\"Visits\"|], \"3\"); }"));

    [Theory]
    [InlineData("session.Set(\"k\", 3L); _ = session.Get<int>([|\"k\"|]);")]
    [InlineData("session.Set(\"k\", 3); _ = session.GetString([|\"k\"|]);")]
    [InlineData("session.Set(\"k\", 3m); _ = session.Pop<double>([|\"k\"|]);")]
    [InlineData("session.SetString(\"k\", \"\"); _ = session.Get([|\"k\"|], Guid.Empty);")]
    [InlineData("session.SetString(\"k\", \"\"); session.SetInt32(\"k\", 1); _ = session.Get<long>([|\"k\"|]);")]
    [InlineData("session.Set(\"k\", DateTime.Today); _ = session.TryGet<DateTimeOffset>([|\"k\"|], out _);")]
    [InlineData("session.Set(\"k\", new Line()); _ = session.GetInt32([|\"k\"|]);")]
    [InlineData("_ = session.GetString([|\"Visits\"|]); _ = session.Get<DateTime>([|\"Last\"|]); session.SetInt32([|\"Lines\"|], 3);")]
    public Task TSES062_reports_types_of_different_forms(string statements) => Verify(statements);

    [Fact]
    public async Task TSES062_reports_a_type_that_differs_from_the_items_of_a_map()
        => Assert.Equal(
            "The key 'cart-a' is written as 'string' here, but session property 'Maps.Carts' stores it as 'int'; "
                + "use the same type for both",
            await Rule.Message(Maps, "class A { void M(ISession session) => session.SetString([|\"cart-a\"|], \"3\"); }"));

    [Fact]
    public Task TSES062_reports_keys_of_items_by_the_type_of_the_maps_keys()
        => Rule.Verify(Maps, """
            class A
            {
                void M(ISession session)
                {
                    session.Set([|"cart-b"|], 3L);
                    _ = session.GetString([|"page-7"|]);
                    session.SetInt32("cart-a", 1);
                    _ = session.Get<int>("cart-a");
                    session.SetString("page-x", "");
                    session.SetString("page-007", "");
                    session.SetString("both-1-2", "");
                }
            }
            """);

    [Theory]
    [InlineData("session.SetInt32(\"k\", 1); _ = session.GetInt32(\"k\");", "one type")]
    [InlineData(
        "session.SetInt32(\"k\", 1); _ = session.Get<int?>(\"k\"); _ = session.Get<uint>(\"k\"); _ = session.Get<DayOfWeek>(\"k\");",
        "four bytes")]
    [InlineData("session.Set(\"k\", Level.Low); _ = session.Get<byte>(\"k\");", "one byte")]
    [InlineData("session.SetString(\"k\", \"[]\"); _ = session.Get<List<Line>>(\"k\");", "text that is JSON")]
    [InlineData("session.Set(\"k\", new Line()); _ = session.GetString(\"k\");", "JSON is text")]
    [InlineData(
        "session.SetString(\"k\", \"\"); session.SetInt32(\"k\", 1); _ = session.GetString(\"k\"); _ = session.GetInt32(\"k\");",
        "something writes each")]
    [InlineData("session.Set(\"k\", new byte[4]); _ = session.GetInt32(\"k\");", "bytes may be anything")]
    [InlineData("session.SetInt32(\"k\", 4); _ = session.Get(\"k\"); _ = session.TryGetValue(\"k\", out _);", "everything is bytes")]
    [InlineData("session.Set(\"k\", \"\", SessionCodec.String); _ = session.GetInt32(\"k\");", "a codec has its own form")]
    [InlineData("session.Set<object>(\"k\", 3); _ = session.GetString(\"k\");", "an object may be anything")]
    [InlineData("session.SetJson(\"k\", 3); _ = session.GetInt32(\"k\");", "a helper writes what it likes")]
    [InlineData("_ = session.GetInt32(\"k\"); _ = session.GetString(\"k\");", "nothing writes it")]
    [InlineData("session.SetInt32(\"k\", 4); session.SetString(\"k\", \"\");", "nothing reads it")]
    [InlineData("session.SetInt32(\"k\", 4); _ = session.GetString(\"K\");", "two keys")]
    [InlineData("session.SetInt32(\"k\", 4); _ = session.Contains(\"k\"); session.Remove(\"k\");", "no type")]
    public Task TSES062_is_silent_about_matching_and_unknown_forms(string statements, string why)
    {
        Assert.NotEmpty(why);
        return Verify(statements);
    }

    private static Task Verify(string statements)
        => Rule.Verify(Model, $$"""
            static class Helpers
            {
                public static void SetJson(this ISession session, string key, object value) => session.SetString(key, value.ToString()!);
            }

            class A { void M<T>(ISession session) { {{statements}} } }
            """);
}

using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Access;

public sealed class RawKeyOfPropertyTests
{
    private const string Model = """
        [SessionModel(Prefix = "shop.")]
        public partial class Shop
        {
            [SessionProperty] public partial string? UserName { get; set; }
            [SessionProperty(Key = "visits")] public partial int Visits { get; set; }
            [SessionProperty] public partial List<string> Lines { get; set; }
            [SessionProperty] private partial string? Hidden { get; set; }
        }
        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.RawKeyOfProperty);

    [Fact]
    public async Task TSES060_reports_the_key_and_names_the_property()
        => Assert.Equal(
            "The key 'shop.visits' belongs to session property 'Shop.Visits'; use the property, which the compiler checks",
            await Rule.Message(Model, "class A { void M(ISession session) => session.SetInt32([|\"shop.visits\"|], 3); }"));

    [Theory]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.Preview)]
    public Task TSES060_reports_every_way_to_use_a_key(LanguageVersion version)
        => (Rule with { LanguageVersion = version }).Verify(Model, """
            static class Keys { public const string UserName = "shop." + nameof(Shop.UserName); }

            class A
            {
                void Plain(ISession session, byte[] bytes)
                {
                    _ = session.GetString([|"shop.UserName"|]);
                    session.SetString([|Keys.UserName|], "Ada");
                    session.SetString([|"shop." + nameof(Shop.UserName)|], "Ada");
                    session.SetString([|$"shop.{nameof(Shop.UserName)}"|], "Ada");
                    session.SetString(value: "Ada", key: [|"shop.UserName"|]);
                    _ = session.GetInt32([|"shop.visits"|]);
                    _ = session.Get([|"shop.visits"|]);
                    _ = session.TryGetValue([|"shop.visits"|], out _);
                    session.Set([|"shop.visits"|], bytes);
                    session.Remove([|"shop.visits"|]);
                    SessionExtensions.SetInt32(session, [|"shop.visits"|], 3);
                }

                void Dictionary(ITypedSession session)
                {
                    _ = session.Get<int>([|"shop.visits"|]);
                    _ = session.Get([|"shop.visits"|], 1);
                    _ = session.TryGet<int>([|"shop.visits"|], out _);
                    _ = session.Get([|"shop.visits"|], SessionCodec.Int32);
                    session.Set([|"shop.visits"|], 3);
                    _ = session.Pop<int>([|"shop.visits"|]);
                    _ = session.Contains([|"shop.visits"|]);
                    _ = session.GetOrAdd([|"shop.Lines"|], () => new List<string>());
                }

                void Context(HttpContext? context)
                {
                    context?.Session.SetInt32([|"shop.visits"|], 3);
                    _ = context?.Session?.GetInt32([|"shop.visits"|]) ?? 0;
                }
            }
            """);

    [Fact]
    public Task TSES060_reports_common_helpers()
        => Rule.Verify(Model, """
            static class Helpers
            {
                public static void SetObjectAsJson(this ISession session, string key, object value)
                    => session.SetString(key, value.ToString()!);
                public static T? GetObjectFromJson<T>(this ISession session, string key)
                    => session.TryGetValue(key, out _) ? default : default;
                public static void SetCulture(this ISession session, string name) => session.SetString("culture", name);
            }

            class A
            {
                void M(ISession session)
                {
                    session.SetObjectAsJson([|"shop.Lines"|], new List<string>());
                    _ = session.GetObjectFromJson<List<string>>([|"shop.Lines"|]);
                    session.SetCulture("shop.Lines");
                    _ = session.GetString("culture");
                }
            }
            """);

    [Fact]
    public Task TSES060_is_silent_about_keys_that_no_model_has()
        => Rule.Verify(Model, """
            class A
            {
                void M(ISession session, string key, Dictionary<string, int> visits, IDictionary<string, int> Session)
                {
                    session.SetInt32("visits", 3);
                    _ = session.GetInt32("visits");
                    session.SetString("shop.Other", "");
                    _ = session.GetString("shop.Other");
                    session.SetString(key, "");
                    session.SetString("shop." + key, "");
                    visits.Remove("shop.visits");
                    _ = visits.TryGetValue("shop.visits", out _);
                    Session.Remove("shop.visits");
                }
            }
            """);

    [Fact]
    public Task TSES060_is_silent_about_properties_that_the_code_cannot_name()
        => Rule.Verify(Model, """
            class A
            {
                void M(ISession session)
                {
                    session.SetString("shop.Hidden", "");
                    _ = session.GetString("shop.Hidden");
                }
            }
            """);

    [Fact]
    public Task TSES060_is_silent_where_there_is_no_model()
        => Rule.Verify("""
            class Shop { public int Visits { get; set; } }

            class A { void M(ISession session) { session.SetInt32("Visits", 3); _ = session.GetInt32("Visits"); } }
            """);

    [Fact]
    public Task TSES060_is_silent_about_a_property_that_is_not_generated()
        => Rule.Verify("""
            [SessionModel] public partial class Shop { [SessionProperty] public int {|TSES011:Visits|} { get; set; } }

            class A { void M(ISession session) { session.SetInt32("Visits", 3); _ = session.GetInt32("Visits"); } }
            """);

    [Theory]
    [InlineData("session.SetInt32(\"shop.visits\"")]
    [InlineData("session.SetInt32(\"shop.visits")]
    [InlineData("session.SetInt32(, 3); session.GetString(); session.Get<>(\"shop.visits\");")]
    [InlineData("session.Get<int(\"shop.visits\"); session.Set(\"shop.visits\", );")]
    [InlineData("session?.SetInt32(\"shop.visits\", unknown); unknown.SetInt32(\"shop.visits\", 3);")]
    [InlineData("SessionExtensions.SetInt32(\"shop.visits\"); SessionExtensions.GetString(session, key: );")]
    [InlineData("session.TryGetValue(\"shop.visits\", out var ); session.TryGetValue(\"a\", out ")]
    [InlineData("foreach (var key in session.Keys.) { session.SetString(key + , ")]
    public async Task Half_typed_code_does_not_throw(string statements)
    {
        var project = AnalyzerTestProject.Compile(
            LanguageVersion.CSharp13, [Model, $"class A {{ void M(ISession session) {{ {statements} }} }}"]);
        Assert.NotEmpty(project.GetDiagnostics(TestContext.Current.CancellationToken));
        Assert.All(await AnalyzerTestProject.Analyze(project), static found => Assert.Equal(DiagnosticIds.RawKeyOfProperty, found.Id));
    }
}

using TypedSessions.CodeFixes.Access;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes.Access;

public sealed class UsePropertyCodeFixTests
{
    private const string Model = """
        [SessionModel]
        public partial class Shop
        {
            [SessionProperty] public partial string? UserName { get; set; }
            [SessionProperty] public partial string Theme { get; set; }
            [SessionProperty] public partial int Visits { get; set; }
            [SessionProperty] public partial int? Age { get; set; }
            [SessionProperty(Default = 3)] public partial int Level { get; set; }
            [SessionProperty] public partial List<string> Lines { get; set; }
        }
        """;

    private static readonly CodeFixTest Fix = CodeFixTest.Create(DiagnosticIds.RawKeyOfProperty);
    private static readonly CodeFixTest NearMiss = CodeFixTest.Create(DiagnosticIds.NearMissOfKey);

    [Theory]
    [InlineData("session.SetInt32([|\"Visits\"|], 3);", "session.As<Shop>().Visits = 3;")]
    [InlineData("session.SetString([|nameof(Shop.UserName)|], text ?? \"\");", "session.As<Shop>().UserName = text ?? \"\";")]
    [InlineData("session.Set([|\"Lines\"|], new List<string>());", "session.As<Shop>().Lines = new List<string>();")]
    [InlineData("session.SetString(value: \"Ada\", key: [|\"UserName\"|]);", "session.As<Shop>().UserName = \"Ada\";")]
    [InlineData("SetLater(() => session.SetInt32([|\"Visits\"|], 3));", "SetLater(() => session.As<Shop>().Visits = 3);")]
    [InlineData("session.Remove([|\"UserName\"|]);", "session.As<Shop>().UserName = null;")]
    [InlineData("session.Remove([|\"Visits\"|]);", "session.As<Shop>().Remove(nameof(Shop.Visits));")]
    [InlineData("if (session.Contains([|\"Visits\"|])) return;", "if (session.As<Shop>().Contains(nameof(Shop.Visits))) return;")]
    public Task TSES060_writes_through_the_property(string statement, string expected) => Verify(statement, expected);

    [Theory]
    [InlineData("var name = session.GetString([|\"UserName\"|]);", "var name = session.As<Shop>().UserName;")]
    [InlineData(
        "var name = session.GetString([|\"UserName\"|])?.Trim() ?? \"\";",
        "var name = session.As<Shop>().UserName?.Trim() ?? \"\";")]
    [InlineData("var theme = session.GetString([|\"Theme\"|]) ?? \"\";", "var theme = session.As<Shop>().Theme;")]
    [InlineData("var theme = session.GetString([|\"Theme\"|]);", "var theme = session.As<Shop>().Theme;")]
    [InlineData("var age = session.GetInt32([|\"Age\"|]) ?? 18;", "var age = session.As<Shop>().Age ?? 18;")]
    [InlineData("var visits = (session.GetInt32([|\"Visits\"|]) ?? 0) + 1;", "var visits = (session.As<Shop>().Visits) + 1;")]
    [InlineData("var level = session.GetInt32([|\"Level\"|]) ?? 3;", "var level = session.As<Shop>().Level;")]
    [InlineData("var visits = session.Get<int>([|\"Visits\"|]);", "var visits = session.As<Shop>().Visits;")]
    [InlineData("var lines = session.Get<List<string>>([|\"Lines\"|]) ?? [];", "var lines = session.As<Shop>().Lines;")]
    public Task TSES060_reads_through_the_property(string statement, string expected) => Verify(statement, expected);

    [Theory]
    [InlineData("var visits = session.GetInt32([|\"Visits\"|]);")]
    [InlineData("var visits = session.GetInt32([|\"Visits\"|]) ?? 1;")]
    [InlineData("var level = session.GetInt32([|\"Level\"|]) ?? 0;")]
    [InlineData("var level = session.Get<int>([|\"Level\"|]);")]
    [InlineData("var age = session.Get<int>([|\"Age\"|]);")]
    [InlineData("var theme = session.GetString([|\"Theme\"|]) ?? \"dark\";")]
    [InlineData("if (session.GetString([|\"Theme\"|]) is null) return;")]
    [InlineData("var visits = session.Pop<int>([|\"Visits\"|]);")]
    [InlineData("var has = session.TryGetValue([|\"Visits\"|], out var bytes);")]
    [InlineData("session.Set([|\"Visits\"|], new byte[4]);")]
    [InlineData("context?.Session.SetInt32([|\"Visits\"|], 3);")]
    public Task TSES060_has_no_fix_if_the_property_has_another_setting(string statement) => Fix.VerifyNoFix(Source(statement));

    [Fact]
    public Task TSES060_prefers_an_available_model()
        => Fix.Verify(
            Model + """
            class A(Shop shop)
            {
                void Parameters(ISession session, Shop model) => session.SetInt32([|"Visits"|], 3);
                void Field(HttpContext context) => context.Session.SetInt32([|"Visits"|], 3);
                void Local(ISession session) { var own = session.As<Shop>(); session.SetInt32([|"Visits"|], 3); }
            }
            """,
            Model + """
            class A(Shop shop)
            {
                void Parameters(ISession session, Shop model) => model.Visits = 3;
                void Field(HttpContext context) => shop.Visits = 3;
                void Local(ISession session) { var own = session.As<Shop>(); own.Visits = 3; }
            }
            """);

    [Fact]
    public Task TSES060_offers_both_fixes_if_there_is_a_model()
        => Fix.VerifyTitles(
            Model + "class A { void M(ISession session, Shop shop) => session.SetInt32([|\"Visits\"|], 3); }",
            "Use 'shop.Visits'",
            "Use 'Visits' of 'Shop'");

    private const string LibraryModel = """
        namespace Lib;

        [TypedSessions.SessionModel]
        public partial class Cart { [TypedSessions.SessionProperty] public partial int Count { get; set; } }
        """;

    [Fact]
    public Task TSES060_imports_the_library_once()
        => (Fix with { Choice = UsePropertyCodeFix.SessionProperty }).Verify(
            (LibraryModel, LibraryModel),
            ("class A { void M(ISession session) { session.SetInt32([|\"Count\"|], 3); session.SetInt32([|\"Count\"|], 4); } }",
                "class A { void M(ISession session) { session.As<Lib.Cart>().Count = 3; session.As<Lib.Cart>().Count = 4; } }"));

    [Fact]
    public Task TSES061_uses_the_property()
        => NearMiss.Verify(
            Model + "class A { string? M(ISession session) => session.GetString([|\"username\"|]); }",
            Model + "class A { string? M(ISession session) => session.As<Shop>().UserName; }");

    [Fact]
    public async Task TSES061_corrects_the_key()
    {
        const string Source = Model + "class A { int? M(ISession session) => session.GetInt32([|\"visits\"|]); }";

        await NearMiss.VerifyTitles(Source, "Use the key 'Visits'");
        await (NearMiss with { Choice = UsePropertyCodeFix.Key }).Verify(
            Source, Model + "class A { int? M(ISession session) => session.GetInt32({|TSES060:\"Visits\"|}); }");
    }

    [Fact]
    public Task TSES061_has_no_fix_for_a_constant()
        => NearMiss.VerifyNoFix(
            Model + "class A { const string Key = \"visits\"; int? M(ISession session) => session.GetInt32([|Key|]); }");

    private static Task Verify(string statement, string expected) => Fix.Verify(Source(statement), Source(expected));

    private static string Source(string statement)
        => Model + $$"""
            class A
            {
                static void SetLater(Action set) => set();
                static void M(ISession session, HttpContext? context, string? text) { {{statement}} }
            }
            """;
}

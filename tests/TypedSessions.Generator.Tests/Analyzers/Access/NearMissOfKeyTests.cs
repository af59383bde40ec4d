using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Access;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Access;

public sealed class NearMissOfKeyTests
{
    private const string Model = """
        [SessionModel]
        public partial class Shop
        {
            [SessionProperty] public partial string? UserName { get; set; }
            [SessionProperty] public partial string? Address1 { get; set; }
            [SessionProperty(Key = "cart")] public partial int Count { get; set; }
        }
        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.NearMissOfKey);

    [Fact]
    public async Task TSES061_reports_a_key_that_is_only_read()
        => Assert.Equal(
            "The key 'username' differs slightly from the key 'UserName' of session property 'Shop.UserName', "
                + "and no other code sets it; use 'UserName'",
            await Rule.Message(Model, "class A { string? M(ISession session) => session.GetString([|\"username\"|]); }"));

    [Fact]
    public async Task TSES061_reports_a_key_that_is_only_set()
        => Assert.EndsWith(
            "no other code reads it; use 'UserName'",
            await Rule.Message(Model, "class A { void M(ISession session) => session.SetString([|\"UserNme\"|], \"Ada\"); }"),
            StringComparison.Ordinal);

    [Fact]
    public Task TSES061_reports_each_use_of_the_key()
        => Rule.Verify(Model, """
            class A
            {
                const string Key = "Username";
                string? M(ISession session) => session.GetString([|Key|]) ?? session.Get<string>([|"Username"|]);
                bool Has(ISession session) => session.Contains([|"Cart"|]);
            }
            """);

    [Fact]
    public Task TSES061_is_silent_about_a_key_that_is_set_and_read_as_another_one()
        => Rule.Verify(Model,
            "class A { string? M(ISession session) => session.GetString(\"username\"); }",
            "class B { void M(ISession session) => session.SetString(\"username\", \"Ada\"); }");

    [Fact]
    public Task TSES061_is_silent_about_a_key_of_an_older_version_that_is_taken_over()
        => Rule.Verify(Model, """
            class A
            {
                void Migrate(ISession session, Shop shop)
                {
                    if (session.GetString("username") is { } name)
                    {
                        shop.UserName = name;
                        session.Remove("username");
                    }
                }
            }
            """);

    [Fact]
    public Task TSES061_is_silent_about_keys_that_only_resemble_each_other()
        => Rule.Verify(Model, """
            class A
            {
                void M(ISession session)
                {
                    _ = session.GetString("Address2");
                    _ = session.GetString("Address");
                    _ = session.GetString("card");
                    _ = session.GetString("carts");
                    _ = session.GetString("User");
                    _ = session.GetString("UserNameX2");
                    _ = session.GetString("User-Name");
                }
            }
            """);

    [Theory]
    [InlineData("username", "UserName", true)]
    [InlineData("Ab", "aB", true)]
    [InlineData("a", "A", false)]
    [InlineData("UserName", "UserName", false)]
    [InlineData("UserNames", "UserName", true)]
    [InlineData("serName", "UserName", true)]
    [InlineData("UserNane", "UserName", true)]
    [InlineData("UesrName", "UserName", true)]
    [InlineData("UesrNmae", "UserName", false)]
    [InlineData("UserName", "UserNames12", false)]
    [InlineData("aaaaaa", "aaaaa", true)]
    [InlineData("line", "lines", false)]
    [InlineData("step1", "step2", false)]
    [InlineData("steps1", "steps", false)]
    [InlineData("a.bcdef", "a-bcdef", false)]
    [InlineData("", "", false)]
    [InlineData("", "abcde", false)]
    public void A_near_miss_differs_in_one_letter_or_in_case(string key, string other, bool expected)
    {
        Assert.Equal(expected, NearMiss.IsNearMiss(key, other));
        Assert.Equal(expected, NearMiss.IsNearMiss(other, key));
    }
}

using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Access;

public sealed class UnstableKeyTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.UnstableKey);

    [Fact]
    public async Task TSES064_reports_a_new_id_and_names_it()
        => Assert.StartsWith(
            "The key contains 'Guid.NewGuid()', which differs at each call",
            await Rule.Message("class A { void M(ISession session) => session.SetString([|$\"order-{Guid.NewGuid()}\"|], \"\"); }"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("Guid.NewGuid().ToString(\"N\")")]
    [InlineData("\"a\" + Guid.NewGuid()")]
    [InlineData("string.Concat(\"a\", Guid.CreateVersion7().ToString())")]
    [InlineData("DateTime.Now.ToString()")]
    [InlineData("\"at\" + DateTime.UtcNow")]
    [InlineData("$\"at {DateTimeOffset.UtcNow}\"")]
    [InlineData("DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString()")]
    [InlineData("$\"{DateTime.Now.Ticks}\"")]
    [InlineData("\"r\" + Random.Shared.Next(100)")]
    [InlineData("\"r\" + new Random().NextInt64()")]
    [InlineData("System.IO.Path.GetRandomFileName()")]
    [InlineData("$\"{Environment.TickCount64}\"")]
    [InlineData("\"h\" + name.GetHashCode()")]
    [InlineData("\"h\" + new object().GetHashCode()")]
    [InlineData("\"h\" + HashCode.Combine(name, 1)")]
    public Task TSES064_reports_keys_that_differ_each_time(string key) => Verify($"[|{key}|]");

    [Theory]
    [InlineData("name")]
    [InlineData("id.ToString()")]
    [InlineData("$\"order-{id:N}\"")]
    [InlineData("$\"visits-{DateTime.Today}\"")]
    [InlineData("$\"visits-{DateTime.UtcNow:yyyyMMdd}\"")]
    [InlineData("\"visits-\" + DateTime.Now.ToString(\"yyyy-MM-dd\")")]
    [InlineData("\"visits-\" + DateTime.Now.DayOfYear")]
    [InlineData("\"visits-\" + DateTimeOffset.UtcNow.Date")]
    [InlineData("\"visits-\" + DateOnly.FromDateTime(DateTime.Now)")]
    [InlineData("\"r\" + new Random(42).Next()")]
    [InlineData("\"r\" + random.Next()")]
    [InlineData("\"h\" + 3.GetHashCode()")]
    [InlineData("\"h\" + new Own().GetHashCode()")]
    [InlineData("Guid.Empty.ToString()")]
    public Task TSES064_is_silent_about_keys_that_are_found_again(string key) => Verify(key);

    [Fact]
    public Task TSES064_is_silent_about_a_key_that_is_kept()
        => Rule.Verify("""
            class A
            {
                string M(ISession session)
                {
                    var key = Guid.NewGuid().ToString();
                    session.SetString(key, "");
                    session.SetString("latest", Guid.NewGuid().ToString());
                    return key;
                }
            }
            """);

    private static Task Verify(string key)
        => Rule.Verify($$"""
            class Own { public override int GetHashCode() => 1; }

            class A { void M(ISession session, string name, Guid id, Random random) => session.SetString({{key}}, ""); }
            """);
}

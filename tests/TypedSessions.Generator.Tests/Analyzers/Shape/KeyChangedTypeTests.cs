using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Shape;

public sealed class KeyChangedTypeTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.KeyChangedType);

    [Theory]
    [InlineData("int", "long", "long")]
    [InlineData("list<string>", "List<int>", "list<int>")]
    [InlineData("string", "int", "int")]
    public async Task TSES111_reports_a_key_with_another_type(string recorded, string type, string name)
        => Assert.Equal(
            $"The key 'visits' of session property 'ShopSession.Visits' was released with the type '{recorded}' "
                + $"and now has the type '{name}'; give the property another 'Key' and name this one in 'FormerKeys'",
            await Rule.WithShape($"ShopSession visits : {recorded}").Message(Source($"[|{type}|]")));

    [Theory]
    [InlineData("int", "int?")]
    [InlineData("list<string>", "string[]")]
    [InlineData("list<string>", "IReadOnlyList<string?>")]
    [InlineData("map<string,int>", "SortedDictionary<string, int>")]
    public Task TSES111_is_silent_about_types_of_the_same_form(string recorded, string type)
        => Rule.WithShape($"Old visits : {recorded}").Verify(Source(type));

    private static string Source(string type) => $$"""
        [SessionModel]
        public partial class ShopSession
        {
            [SessionProperty(Key = "visits")] public partial {{type}} Visits { get; set; }
        }
        """;
}

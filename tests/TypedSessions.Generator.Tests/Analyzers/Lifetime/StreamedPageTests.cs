using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

public sealed class StreamedPageTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.StreamedPage);

    [Theory]
    [InlineData("await LoadAsync(); [|Shop.Visits++|];")]
    [InlineData("if (await LoadAsync() > 0) { [|Shop.Visits = 1|]; }")]
    [InlineData("await base.OnInitializedAsync(); await LoadAsync(); [|Shop.Session.SetString(\"a\", \"b\")|];")]
    [InlineData("var visits = Shop.Visits; await LoadAsync(); [|Shop.Visits = visits + 1|];")]
    [InlineData("await LoadAsync(); [|Context!.Session.SetInt32(\"a\", 1)|];")]
    public Task TSES049_reports_a_value_that_is_set_after_an_await(string body) => Rule.Verify(Page("[StreamRendering]", body));

    [Fact]
    public async Task TSES049_names_the_change_and_the_page()
        => Assert.Equal(
            "'Visits' comes after the response of 'News' has started, which throws for a visitor without a session; "
                + "set it before the first 'await', or remove '[StreamRendering]'",
            await Rule.Message(Page("[StreamRendering]", "await LoadAsync(); [|Shop.Visits++|];")));

    [Theory]
    [InlineData("[StreamRendering]", "Shop.Visits++; await LoadAsync();")]
    [InlineData("[StreamRendering]", "Shop.Visits++; await LoadAsync(); Shop.Visits++;")]
    [InlineData("[StreamRendering]", "if (Later is null) { await LoadAsync(); return; } Shop.Visits++;")]
    [InlineData("[StreamRendering]", "if (Later is null) { await LoadAsync(); } else { Shop.Visits++; }")]
    [InlineData("[StreamRendering]", "await LoadAsync(); if (Shop.Name is not null) { Shop.Visits++; }")]
    [InlineData("[StreamRendering]", "await Shop.Session.LoadAsync(); Shop.Visits++;")]
    [InlineData("[StreamRendering]", "await base.OnInitializedAsync(); Shop.Visits++;")]
    [InlineData("[StreamRendering]", "await LoadAsync(); Shop.Visits = 0; if (Shop.Session.IsNew()) { }")]
    [InlineData("[StreamRendering]", "await LoadAsync(); _ = Shop.Visits;")]
    [InlineData("[StreamRendering]", "await LoadAsync(); Shop.Name = null;")]
    [InlineData("[StreamRendering]", "await LoadAsync(); Later = () => Shop.Visits++;")]
    [InlineData("[StreamRendering(false)]", "await LoadAsync(); Shop.Visits++;")]
    [InlineData("", "await LoadAsync(); Shop.Visits++;")]
    public Task TSES049_is_silent_where_the_session_exists_or_can_still_begin(string attribute, string body)
        => Rule.Verify(
            Page(attribute, body.Replace("Shop.Session.IsNew()", "((ITypedSession)Shop.Session).IsNew", StringComparison.Ordinal)));

    [Fact]
    public Task TSES049_is_silent_about_other_methods_of_the_page() => Rule.Verify(Page(
        "[StreamRendering]", "await LoadAsync(); } private async Task SubmitAsync() { await LoadAsync(); Shop.Visits++;"));

    private static string Page(string attribute, string body) => $$"""
        using Microsoft.AspNetCore.Components;

        {{attribute}}
        public class News : ComponentBase
        {
            [Inject] public ShopSession Shop { get; set; } = null!;
            [CascadingParameter] public HttpContext? Context { get; set; }
            public Action? Later { get; set; }

            protected override async Task OnInitializedAsync()
            {
                {{body}}
            }

            private static Task<int> LoadAsync() => Task.FromResult(1);
        }

        [SessionModel]
        public partial class ShopSession
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }
            [SessionProperty] public partial string? Name { get; set; }
        }
        """;
}

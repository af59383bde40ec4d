using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

public sealed class CapturedSessionAnalyzerTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.CapturedSession);

    [Fact]
    public async Task TSES042_names_the_remedy()
    {
        Assert.Equal(
            "The session is used by code that may run after the request; read the values beforehand, "
                + "or open the session with 'ISessionManager'",
            await Rule.Message(Page("_ = Task.Run(() => [|cart|].Count++);")));
        Assert.Equal(
            "The session is used by code that runs after the session is saved, "
                + "so the change is lost; change it before the response completes",
            await Rule.Message(Page("Response.OnCompleted(() => { [|cart.Count++|]; return Task.CompletedTask; });")));
    }

    [Theory]
    [InlineData("Task.Run(() => [|cart|].Count++);")]
    [InlineData("_ = Task.Run(async () => { await Task.Yield(); [|cart|].Count++; cart.Count++; });")]
    [InlineData("_ = Task.Run(() => Console.WriteLine([|HttpContext.Session|].GetString(\"a\")));")]
    [InlineData("Task.Factory.StartNew(() => [|field|].Count);")]
    [InlineData("Task.Run(() => [|cart|].Count++).ContinueWith(_ => { });")]
    [InlineData("_ = Task.Run(() => [|cart|].Count++).ConfigureAwait(false);")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => [|session|].Clear());")]
    [InlineData("ThreadPool.UnsafeQueueUserWorkItem(_ => [|session|].Clear(), null);")]
    [InlineData("_timer = new Timer(_ => [|cart|].Count++, null, 0, 1);")]
    [InlineData("var same = HttpContext.Session; _timer = new System.Threading.Timer(_ => [|same|].Clear());")]
    [InlineData("Response.OnCompleted(async () => { await Task.Yield(); [|session.SetString(\"a\", \"b\")|]; });")]
    [InlineData("HttpContext.Response.OnCompleted(state => { [|cart.Count = 1|]; return Task.CompletedTask; }, cart);")]
    [InlineData("_ = LaterAsync([|cart|]);")]
    [InlineData("LaterAsync([|HttpContext.Session.As<Cart>()|]);")]
    [InlineData("async Task CountAsync() { await Task.Yield(); [|cart|].Count++; } _ = CountAsync();")]
    [InlineData("void Count() { [|cart|].Count++; } Task.Run(Count);")]
    public Task TSES042_reports_code_that_is_not_awaited(string statements) => Rule.Verify(Page(statements));

    [Theory]
    [InlineData("await Task.Run(() => cart.Count++);")]
    [InlineData("var running = Task.Run(() => cart.Count++); await running;")]
    [InlineData("return Task.Run(() => cart.Count++);", true)]
    [InlineData("var count = cart.Count; _ = Task.Run(() => Console.WriteLine(count));")]
    [InlineData("_ = Task.Run(() => { var own = new Cart(); own.Count++; });")]
    [InlineData("var own = new Cart(); _ = Task.Run(() => own.Count++);")]
    [InlineData("var opened = sessions.Create(); _ = Task.Run(async () => { opened.Session.Clear(); await opened.SaveAsync(); });")]
    [InlineData(
        "_ = Task.Run(async () => { await using var opened = await sessions.OpenAsync(\"a\"); "
            + "Console.WriteLine(opened?.As<Cart>().Count); });")]
    [InlineData("Response.OnCompleted(() => { Console.WriteLine(cart.Count); return Task.CompletedTask; });")]
    [InlineData("Response.OnCompleted(async () => { session.Clear(); await session.CommitAsync(); });")]
    [InlineData("Response.OnStarting(() => { cart.Count++; return Task.CompletedTask; });")]
    [InlineData("await LaterAsync(cart);")]
    [InlineData("var later = LaterAsync(cart); await later;")]
    [InlineData("_ = NumberAsync(cart.Count);")]
    [InlineData("async Task CountAsync() { cart.Count++; await Task.Yield(); } _ = CountAsync();")]
    [InlineData("async Task CountAsync() { await Task.Yield(); cart.Count++; } await CountAsync();")]
    [InlineData("void Count() { cart.Count++; } await Task.Run(Count);")]
    [InlineData("new List<int>().ForEach(i => cart.Count += i);")]
    public Task TSES042_is_silent_about_code_that_is_waited_for_or_has_no_session(string statements, bool returns = false)
        => Rule.Verify(Page(statements, returns));

    [Theory]
    [InlineData("_ = Task.Run(() => cart.")]
    [InlineData("Task.Run(cart.Count++")]
    [InlineData("_timer = new Timer(_ => cart, ;")]
    [InlineData("Response.OnCompleted(() => { cart.Count = }); LaterAsync(cart")]
    public Task Half_typed_code_does_not_throw(string statements) => HalfTyped.DoesNotThrow(Page(statements));

    private static string Page(string statements, bool returns = false)
        => $$"""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
            }

            public class Page(Cart field, ISessionManager sessions) : ControllerBase
            {
                private Timer? _timer;

                public {{(returns ? "" : "async ")}}Task Post(Cart cart, ISession session)
                {
                    {{statements}}
                    {{(returns ? "" : "await Task.Yield();")}}
                }

                private static async Task LaterAsync(Cart cart) { await Task.Yield(); Console.WriteLine(cart.Count); }

                private static async Task NumberAsync(int count) { await Task.Yield(); Console.WriteLine(count); }

                public void Other() { Console.WriteLine(field.Count); sessions.Create(); _timer?.Dispose(); }
            }
            """;
}

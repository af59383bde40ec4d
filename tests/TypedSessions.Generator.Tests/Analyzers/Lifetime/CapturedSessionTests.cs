using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

public sealed class CapturedSessionTests
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
    [InlineData("_ = LaterAsync([|cart|]).ConfigureAwait(false);")]
    [InlineData("_ = LaterAsync([|cart|]).ContinueWith(_ => Console.WriteLine(1));")]
    [InlineData("LaterAsync([|cart|]).Forget();")]
    [InlineData("Task.Delay(1).ContinueWith(_ => [|cart|].Count++);")]
    [InlineData("_ = NumberAsync(1).ContinueWith(_ => [|HttpContext.Session|].Clear(), TaskScheduler.Default);")]
    [InlineData("new Thread(() => [|cart|].Count++).Start();")]
    [InlineData("queue.QueueBackgroundWorkItem(async stop => { await Task.Delay(1, stop); [|cart|].Count++; });")]
    [InlineData("await queue.QueueBackgroundWorkItemAsync(async stop => { await Task.Delay(1, stop); [|cart|].Count++; });")]
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
    [InlineData("await LaterAsync(cart).ConfigureAwait(false);")]
    [InlineData("await LaterAsync(cart).ContinueWith(_ => cart.Count++, TaskScheduler.Default);")]
    [InlineData("return LaterAsync(cart).ContinueWith(_ => cart.Count++);", true)]
    [InlineData("_ = NumberAsync(cart.Count).ContinueWith(_ => Console.WriteLine(1));")]
    [InlineData("NumberAsync(cart.Count).Forget();")]
    [InlineData("var thread = new Thread(() => cart.Count++); thread.Start(); thread.Join();")]
    [InlineData("var count = cart.Count; queue.QueueBackgroundWorkItem(stop => NumberAsync(count));")]
    public Task TSES042_is_silent_about_code_that_is_waited_for_or_has_no_session(string statements, bool returns = false)
        => Rule.Verify(Page(statements, returns));

    [Theory]
    [InlineData("mailer.Welcome([|cart|]);")]
    [InlineData("_ = mailer.Welcome([|HttpContext.Session.As<Cart>()|]);")]
    [InlineData("mailer?.Welcome([|cart|]);")]
    [InlineData("unknown.Post([|session|]);")]
    [InlineData("Later([|cart|]);")]
    [InlineData("[|CountVisits()|];")]
    [InlineData("[|this.CountVisits()|];")]
    [InlineData("_ = [|Track(HttpContext)|];")]
    [InlineData("[|session|].TrackAsync();")]
    [InlineData("Action later = () => Later([|cart|]);")]
    public Task TSES042_reports_tasks_of_interfaces_and_of_methods_without_the_suffix(string statements)
        => Rule.Verify(Page(statements), Services);

    [Theory]
    [InlineData("await mailer.Welcome(cart);")]
    [InlineData("var sent = mailer.Welcome(cart); await sent;")]
    [InlineData("mailer.Note(cart);")]
    [InlineData("mailer.Queue(cart);")]
    [InlineData("mailer.Render(cart);")]
    [InlineData("var own = new Cart(); mailer.Welcome(own);")]
    [InlineData("Now(cart);")]
    [InlineData("CountAtOnce();")]
    [InlineData("await CountVisits();")]
    [InlineData("await Track(HttpContext);")]
    [InlineData("Func<Task> later = () => Later(cart);")]
    public Task TSES042_is_silent_about_methods_that_are_awaited_or_use_the_session_at_once(string statements)
        => Rule.Verify(Page(statements), Services);

    [Theory]
    [InlineData("async void Count() { await Task.Yield(); [|cart|].Count++; } Count();")]
    [InlineData("new List<int>().ForEach(async number => { await Task.Delay(number); [|cart|].Count += number; });")]
    [InlineData("Action<int> later = async number => { await Task.Delay(number); [|session|].Clear(); }; later(1);")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += async delegate { await Task.Yield(); [|session|].Clear(); };")]
    [InlineData("ThreadPool.QueueUserWorkItem(async _ => { await Task.Yield(); [|session|].Clear(); });")]
    public Task TSES042_reports_async_void_functions(string statements) => Rule.Verify(Page(statements));

    [Fact]
    public Task TSES042_reports_async_void_methods()
        => Rule.Verify("""
            [SessionModel]
            public partial class Team
            {
                [SessionProperty] public partial string? Name { get; set; }
            }

            public class TeamController(Team team) : ControllerBase
            {
                [HttpPost]
                public async void Rename(string name) { await Task.Yield(); [|team|].Name = name; team.Name += "!"; }

                public async void Reset() { await Task.Yield(); [|HttpContext.Session|].Clear(); }

                private async void Load(HttpContext context) { await Task.Yield(); Console.WriteLine([|context.Session|].IsAvailable); }

                public async void Early(string name) { team.Name = name; await Task.Yield(); }

                public async void Loop() { Func<Task> wait = async () => await Task.Yield(); team.Name = "a"; await wait(); }

                public async Task Renamed(string name) { await Task.Yield(); team.Name = name; Load(HttpContext); }
            }

            public class TeamTests { public async void Renames(Team team) { await Task.Yield(); team.Name = "b"; } }
            """);

    [Fact]
    public async Task TSES042_proposes_a_task_for_async_void_code()
        => Assert.Equal(
            "The session is used by code that no caller can await, so it may run after the request; return a 'Task' and await it",
            await Rule.Message(Page("async void Count() { await Task.Yield(); [|cart|].Count++; } Count();")));

    [Theory]
    [InlineData("_ = Task.Run(() => cart.")]
    [InlineData("Task.Run(cart.Count++")]
    [InlineData("_timer = new Timer(_ => cart, ;")]
    [InlineData("Response.OnCompleted(() => { cart.Count = }); LaterAsync(cart")]
    [InlineData("new List<int>().ForEach(async number => { await ; cart.")]
    [InlineData("mailer.(cart); Missing(cart);")]
    public Task Half_typed_code_does_not_throw(string statements) => HalfTyped.DoesNotThrow(Page(statements));

    private const string Queue = """
        public interface IQueue
        {
            void QueueBackgroundWorkItem(Func<CancellationToken, Task> work);
            ValueTask QueueBackgroundWorkItemAsync(Func<CancellationToken, Task> work);
        }

        public static class TaskExtensions
        {
            public static async void Forget(this Task task) { try { await task; } catch (OperationCanceledException) { } }
        }

        """;

    private const string Services = """
        public interface IMailer { Task Welcome(Cart cart); ValueTask Note(Cart cart); Task Queue(Cart cart); Task<int> Render(Cart cart); }

        public interface IUnknown { Task Post(ISession session); }

        public class Mailer : IMailer
        {
            public async Task Welcome(Cart cart) { await Task.Yield(); cart.Count++; }

            public ValueTask Note(Cart cart) { cart.Count++; return default; }

            public async Task Queue(Cart cart) { var count = cart.Count; await Task.Yield(); Console.WriteLine(count); }

            public Task<int> Render(Cart cart) => Task.FromResult(cart.Count);
        }

        public static class Tracking
        {
            public static async Task TrackAsync(this ISession session) { await Task.Yield(); session.SetString("seen", "yes"); }
        }
        """;

    private static bool UsesServices(string statements)
        => statements.Contains("mailer", StringComparison.Ordinal) || statements.Contains("unknown", StringComparison.Ordinal);

    private static string Page(string statements, bool returns = false)
        => Queue + $$"""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
            }

            public class Page(
                Cart field,
                ISessionManager sessions,
                IQueue queue{{(UsesServices(statements) ? ", IMailer mailer, IUnknown unknown" : "")}})
                : ControllerBase
            {
                private Timer? _timer;

                public {{(returns ? "" : "async ")}}Task Post(Cart cart, ISession session)
                {
                    {{statements}}
                    {{(returns ? "" : "await Task.Yield();")}}
                }

                private static async Task LaterAsync(Cart cart) { await Task.Yield(); Console.WriteLine(cart.Count); }

                private static async Task NumberAsync(int count) { await Task.Yield(); Console.WriteLine(count); }

                private async Task Later(Cart cart) { await Task.Yield(); Console.WriteLine(cart.Count); }

                private Task Now(Cart cart) { cart.Count++; return Task.CompletedTask; }

                private async Task CountVisits() { await Task.Yield(); field.Count++; }

                private async Task CountAtOnce() { field.Count++; await Task.Yield(); }

                private static async Task Track(HttpContext context) { await Task.Yield(); context.Session.SetString("a", "b"); }

                public void Other() { Console.WriteLine(field.Count); sessions.Create(); queue.ToString(); _timer?.Dispose(); }
            }
            """;
}

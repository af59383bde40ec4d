using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

public sealed class SharedSessionTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.SharedSession);

    [Fact]
    public async Task TSES044_names_what_runs_them()
        => Assert.Equal(
            "The session is not thread-safe, but 'Parallel.ForEach' uses it concurrently; "
                + "return the results from its branches, and change the session afterwards",
            await Rule.Message(Page("Parallel.ForEach(numbers, i => [|cart.Count += i|]);")));

    [Theory]
    [InlineData("Parallel.For(0, 9, i => { [|session.SetInt32(\"a\", i)|]; });")]
    [InlineData("await Parallel.ForEachAsync(numbers, async (i, token) => { await Task.Yield(); [|cart.Count += i|]; });")]
    [InlineData("Parallel.Invoke(() => [|cart.Count++|], () => Console.WriteLine(cart.Count));")]
    [InlineData("await Task.WhenAll(Task.Run(() => [|cart.Count++|]), Task.Run(() => cart.Count++));")]
    [InlineData("await Task.WhenAll([Task.Run(() => Console.WriteLine(cart.Count)), Task.Run(() => [|cart.Count++|])]);")]
    [InlineData("await Task.WhenAll(numbers.Select(async i => { await Task.Yield(); [|cart.Count += i|]; }));")]
    [InlineData(
        "await Task.WhenAll(numbers.Select(async i => { await Task.Yield(); [|HttpContext.Session.SetInt32(\"a\", i)|]; }).ToArray());")]
    [InlineData("await Task.WhenAll(numbers.Select(i => Task.Run(() => [|cart.Count += i|])));")]
    [InlineData("async Task AddAsync(int i) { await Task.Yield(); [|cart.Count += i|]; } await Task.WhenAll(AddAsync(1), AddAsync(2));")]
    [InlineData("void Add() { [|cart.Count++|]; } Parallel.Invoke(Add, Add);")]
    [InlineData("var one = Task.Run(() => [|cart.Count++|]); var two = Task.Run(() => cart.Count++); await Task.WhenAll(one, two);")]
    [InlineData("await Task.WhenAll(numbers.Select(async i => [|cart.Count = await Task.FromResult(i)|]));")]
    public Task TSES044_reports_changes_at_the_same_time(string statements) => Rule.Verify(Page(statements));

    [Theory]
    [InlineData("foreach (var i in numbers) { cart.Count += i; }", "one after the other")]
    [InlineData("Parallel.ForEach(numbers, i => Console.WriteLine(cart.Count));", "only read")]
    [InlineData("Parallel.ForEach(numbers, i => { lock (this) { cart.Count += i; } });", "locked")]
    [InlineData("await Task.WhenAll(numbers.Select(async i => { await gate.WaitAsync(); cart.Count += i; gate.Release(); }));", "locked")]
    [InlineData("await Task.WhenAll(Task.Run(() => cart.Count++), Task.Run(() => Console.WriteLine()));", "only one uses it")]
    [InlineData("await Task.WhenAll(numbers.Select(async i => { cart.Count += i; await Task.Yield(); }));", "in turn until the await")]
    [InlineData("Parallel.ForEach(numbers, i => { var own = new Cart(); own.Count += i; });", "one each")]
    [InlineData(
        "async Task AddAsync(int i) { cart.Count += i; await Task.Yield(); } await Task.WhenAll(AddAsync(1), AddAsync(2));",
        "in turn until the await")]
    [InlineData(
        "async Task AddAsync() { await Task.Yield(); cart.Count++; } await Task.WhenAll(AddAsync(), Task.CompletedTask);",
        "only one uses it")]
    [InlineData("Parallel.ForEach(carts, own => own.Count++);", "one each")]
    [InlineData("numbers.Select(i => cart.Count += i).ToList(); numbers.ToList().ForEach(i => cart.Count += i);", "one after the other")]
    [InlineData(
        "await Parallel.ForEachAsync(numbers, async (i, token) => { await using var opened = sessions.Create(); "
            + "opened.As<Cart>().Count = i; await opened.SaveAsync(token); });",
        "one each")]
    [InlineData(
        "var one = Task.Run(() => cart.Count++); await one; var two = Task.Run(() => cart.Count++); await Task.WhenAll(one, two);",
        "one after the other")]
    [InlineData(
        "var one = Task.Run(() => cart.Count++); one = Task.FromResult(1); "
            + "var two = Task.Run(() => cart.Count++); await Task.WhenAll(one, two);",
        "who knows")]
    [InlineData("await Task.WhenAll(numbers.Select(async i => await Task.FromResult(cart.Count = i)));", "in turn until the await")]
    public Task TSES044_is_silent_about_sequential_changes(string statements, string why) => Rule.Verify(Page(statements, why));

    [Fact]
    public Task TSES044_examines_methods_of_the_same_object()
        => Rule.Verify("""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Weight { get; set; }
            }

            public class Page(Cart cart, Page? other)
            {
                private readonly SemaphoreSlim _gate = new(1);

                async Task Both() => await Task.WhenAll(CountAsync(), WeighAsync());

                async Task Turns()
                {
                    await Task.WhenAll(CountAsync(), Task.CompletedTask);
                    await Task.WhenAll(AtOnceAsync(), AtOnceAsync());
                }

                async Task Others() => await Task.WhenAll(
                    other!.CountAsync(), other.WeighAsync(), GuardedAsync(), GuardedAsync(),
                    HandedAsync(new Cart()), HandedAsync(new Cart()));

                async Task CountAsync() => [|cart.Count = await Task.FromResult(1)|];

                async Task WeighAsync() { await Task.Yield(); cart.Weight++; }

                async Task AtOnceAsync() { cart.Count++; await Task.Yield(); }

                async Task GuardedAsync() { await _gate.WaitAsync(); cart.Count++; _gate.Release(); }

                async Task HandedAsync(Cart own) { await Task.Yield(); own.Count++; }
            }
            """);

    [Theory]
    [InlineData("Parallel.ForEach(numbers, i => cart.")]
    [InlineData("await Task.WhenAll(numbers.Select(async i => { cart.Count += ")]
    [InlineData("Parallel.Invoke(); Task.WhenAll(; Parallel.For(1, x => cart.Count++, unknown);")]
    public Task Half_typed_code_does_not_throw(string statements) => HalfTyped.DoesNotThrow(Page(statements));

    private static string Page(string statements, string why = "")
        => $$"""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
            }

            public class Page(ISessionManager sessions) : ControllerBase
            {
                // {{why}}
                public async Task Post(Cart cart, ISession session, int[] numbers, Cart[] carts, SemaphoreSlim gate)
                {
                    {{statements}}
                    await Task.Yield();
                }

                public SessionScope Open() => sessions.Create();
            }
            """;
}

// Doubles of ISession as test projects have them, a decorator, and unit tests of handlers and models without a server.
using System.Diagnostics.CodeAnalysis;

namespace Shop.Tests;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactAttribute : Attribute;

internal sealed class FakeSession : ISession
{
    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    public bool IsAvailable => true;

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public IEnumerable<string> Keys => _values.Keys;

    public void Clear() => _values.Clear();

    public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Remove(string key) => _values.Remove(key);

    public void Set(string key, byte[] value) => _values[key] = [.. value];

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value) => _values.TryGetValue(key, out value);
}

internal sealed class LoggingSession(ISession inner, Action<string> log) : ISession
{
    public bool IsAvailable => inner.IsAvailable;

    public string Id => inner.Id;

    public IEnumerable<string> Keys => inner.Keys;

    public void Clear()
    {
        log("clear");
        inner.Clear();
    }

    public Task CommitAsync(CancellationToken cancellationToken = default) => inner.CommitAsync(cancellationToken);

    public Task LoadAsync(CancellationToken cancellationToken = default) => inner.LoadAsync(cancellationToken);

    public void Remove(string key)
    {
        log("remove " + key);
        inner.Remove(key);
    }

    public void Set(string key, byte[] value)
    {
        log("set " + key);
        inner.Set(key, value);
    }

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value)
    {
        log("get " + key);
        return inner.TryGetValue(key, out value);
    }
}

[SessionModel]
public partial class CartSession
{
    [SessionProperty] public partial int Count { get; set; }

    [SessionProperty] public partial List<string> Items { get; set; }
}

public sealed class CartTests
{
    private static readonly string[] Expected = ["a", "b"];

    [Fact]
    public void A_new_cart_is_empty()
    {
        var cart = new CartSession();
        Equal(0, cart.Count);
        Equal(false, cart.IsModified);
    }

    [Fact]
    public void A_list_that_is_changed_in_place_counts()
    {
        var cart = new CartSession { Count = 2 };
        cart.Items.Add("a");
        cart.Items.Add("b");
        Equal(true, cart.Items.SequenceEqual(Expected));
        Equal(2, cart.ModifiedProperties.Count);
    }

    [Fact]
    public void Two_models_of_one_session_read_the_same_values()
    {
        ISession session = new FakeSession();
        var first = session.As<CartSession>();
        var second = session.As<CartSession>();
        first.Count = 3;
        Equal(3, second.Count);
    }

    [Fact]
    public async Task A_handler_gets_a_session_of_the_test()
    {
        var log = new List<string>();
        var context = new DefaultHttpContext { Session = new LoggingSession(new FakeSession(), log.Add) };
        context.Session.SetString("name", "Ada");
        await context.Response.WriteAsync(context.Session.GetString("name")!);
        context.Session.Clear();
        Equal(3, log.Count);
    }

    [Fact]
    public void The_test_cookie_is_returned_in_the_next_request()
    {
        var browser = new List<DefaultHttpContext> { new(), new() };
        browser[0].Session.SetTestCookie();
        Equal(true, browser[1].Session.TestCookieWorked());
    }

    private static void Equal<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new InvalidOperationException($"Expected {expected}, got {actual}.");
        }
    }
}

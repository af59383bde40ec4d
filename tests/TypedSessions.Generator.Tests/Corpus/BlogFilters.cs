// The JSON extension methods of every blog post, and a generic wrapper.
using System.Text.Json;

namespace Blog.Infrastructure;

public static class SessionJson
{
    public static void SetObject<T>(this ISession session, string key, T value) => session.SetString(key, JsonSerializer.Serialize(value));

    public static T? GetObject<T>(this ISession session, string key)
        => session.GetString(key) is { } json ? JsonSerializer.Deserialize<T>(json) : default;

    public static bool TryGetObject<T>(this ISession session, string key, out T? value)
    {
        value = session.GetObject<T>(key);
        return value is not null;
    }

    public static int Increment(this ISession session, string key)
    {
        var next = (session.GetInt32(key) ?? 0) + 1;
        session.SetInt32(key, next);
        return next;
    }
}

public interface IStateBag<T>
    where T : class, new()
{
    T Value { get; }
    void Save();
}

public sealed class StateBag<T>(IHttpContextAccessor http) : IStateBag<T>
    where T : class, new()
{
    private static readonly string Key = "bag:" + typeof(T).FullName;
    private T? _value;

    private ISession Session => http.HttpContext?.Session ?? throw new InvalidOperationException("No request");

    public T Value => _value ??= Session.GetObject<T>(Key) ?? new T();

    public void Save() => Session.SetObject(Key, Value);
}

public sealed record Filter(string Query, int Page)
{
    public Filter()
        : this("", 1)
    {
    }
}

public class PostsController(IStateBag<Filter> filter) : Controller
{
    public IActionResult Index(string? q, int page = 1)
    {
        HttpContext.Session.Increment("visits");
        HttpContext.Session.SetObject("filter", new Filter(q ?? "", page));
        filter.Save();
        return View(HttpContext.Session.GetObject<Filter>("filter"));
    }

    public IActionResult Token()
    {
        HttpContext.Session.SetString({|TSES064:$"form-{Guid.NewGuid()}"|}, "1");
        return Ok();
    }

    public IActionResult Read(int id)
    {
        HttpContext.Session.SetInt32($"post-{id}", 1);
        return View();
    }
}

using System.Globalization;
using Migration.Own.Helpers;

namespace Migration.Own.Statics;

/// <summary>Static access to the session of the current request, like HttpContext.Current.Session in ASP.NET.</summary>
public static class AppSession
{
    private static IHttpContextAccessor? _accessor;

    public static string Id => Current.Id;

    public static int? CustomerId
    {
        get => Current.GetInt32(nameof(CustomerId));
        set => SetInt32(nameof(CustomerId), value);
    }

    public static string Theme
    {
        get => Current.GetString(nameof(Theme)) ?? "light";
        set => Current.SetString(nameof(Theme), value);
    }

    public static bool IsAdmin
    {
        get => Current.GetInt32(nameof(IsAdmin)) == 1;
        set => SetInt32(nameof(IsAdmin), value ? 1 : 0);
    }

    public static DateTime? LastOrder
    {
        get => Current.GetString(nameof(LastOrder)) is { } text
            ? DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
            : null;
        set => SetString(nameof(LastOrder), value?.ToString("O", CultureInfo.InvariantCulture));
    }

    public static List<string> Searches
    {
        get => Current.Get<List<string>>(nameof(Searches)) ?? [];
        set => Current.Set(nameof(Searches), value);
    }

    private static ISession Current => _accessor?.HttpContext?.Session
        ?? throw new InvalidOperationException("There is no current request, or AppSession is not configured.");

    public static void Configure(IHttpContextAccessor accessor) => _accessor = accessor;

    public static void Abandon() => Current.Abandon();

    public static void Reset() => Current.RemoveAll();

    private static void SetInt32(string key, int? value)
    {
        if (value is { } number)
        {
            Current.SetInt32(key, number);
        }
        else
        {
            Current.Remove(key);
        }
    }

    private static void SetString(string key, string? value)
    {
        if (value is not null)
        {
            Current.SetString(key, value);
        }
        else
        {
            Current.Remove(key);
        }
    }
}

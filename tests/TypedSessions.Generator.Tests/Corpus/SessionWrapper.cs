// What most applications have: one place that knows the keys, over IHttpContextAccessor, with an interface for tests.
using System.Text.Json;

namespace Wrapped;

public interface IUserState
{
    string? Culture { get; set; }

    int? CustomerId { get; set; }

    IReadOnlyList<int> RecentOrders { get; }

    void Remember(int order);

    void Forget();
}

internal sealed class UserState(IHttpContextAccessor accessor) : IUserState
{
    private const string CultureKey = "ui.culture";
    private const string CustomerKey = "customer";
    private const string OrdersKey = "orders";

    public string? Culture
    {
        get => Session.GetString(CultureKey);
        set => SetOrRemove(CultureKey, value);
    }

    public int? CustomerId
    {
        get => Session.GetInt32(CustomerKey);
        set
        {
            if (value is { } id)
            {
                Session.SetInt32(CustomerKey, id);
            }
            else
            {
                Session.Remove(CustomerKey);
            }
        }
    }

    public IReadOnlyList<int> RecentOrders
        => Session.TryGetValue(OrdersKey, out var json) ? JsonSerializer.Deserialize<int[]>(json) ?? [] : [];

    private ISession Session => accessor.HttpContext?.Session ?? throw new InvalidOperationException("There is no request.");

    public void Remember(int order)
    {
        var orders = RecentOrders.Prepend(order).Distinct().Take(10).ToArray();
        Session.Set(OrdersKey, JsonSerializer.SerializeToUtf8Bytes(orders));
    }

    public void Forget()
    {
        foreach (var key in new[] { CultureKey, CustomerKey, OrdersKey })
        {
            Session.Remove(key);
        }
    }

    private void SetOrRemove(string key, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            Session.Remove(key);
            return;
        }

        Session.SetString(key, value);
    }
}

public static class UserStateExtensions
{
    public static IServiceCollection AddUserState(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddTypedSessions().UseMemory();
        return services.AddScoped<IUserState, UserState>();
    }
}

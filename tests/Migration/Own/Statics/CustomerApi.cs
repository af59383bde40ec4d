using System.Globalization;

namespace Migration.Own.Statics;

public static class CustomerApi
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/customer", Describe);
        app.MapGet("/customer/session", () => AppSession.Id);
        app.MapPost("/customer/{id:int}", (int id) =>
        {
            AppSession.CustomerId = id;
            AppSession.IsAdmin = id == 1;
            return AppSession.Id;
        });
        app.MapPost("/customer/forget", () => { AppSession.CustomerId = null; });
        app.MapPost("/customer/order", () => { AppSession.LastOrder = new DateTime(2024, 2, 29, 8, 30, 0, DateTimeKind.Utc); });
        app.MapPost("/customer/theme/{theme}", (string theme) => { AppSession.Theme = theme; });
        app.MapPost("/customer/search/{words}", SearchLog.AddAsync);
        app.MapPost("/customer/leave", AppSession.Abandon);
        app.MapPost("/customer/reset", AppSession.Reset);
    }

    private static string Describe()
    {
        var customer = AppSession.CustomerId is { } id ? id.ToString(CultureInfo.InvariantCulture) : "guest";
        var order = AppSession.LastOrder is { } time ? time.ToString("yyyy-MM-dd HH:mm K", CultureInfo.InvariantCulture) : "never";
        var searches = string.Join(',', AppSession.Searches);
        return $"customer={customer} admin={AppSession.IsAdmin} theme={AppSession.Theme} ordered={order} searches={searches}";
    }
}

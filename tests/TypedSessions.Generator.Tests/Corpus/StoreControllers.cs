// Controllers with a scoped cart service, a filter, and middleware that reads the language.
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Store;

public static class Program
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllersWithViews(options => options.Filters.Add<AuditFilter>());
        builder.Services.AddTypedSessions(options => options.AllowSynchronousLoad = false)
            .UseMemory()
            .AddModel<CartState>()
            .AddModel<UserState>();
        builder.Services.AddScoped<ICartService, CartService>().AddScoped<AuditFilter>();
        var app = builder.Build();
        app.UseRouting();
        app.UseTypedSessions();
        app.UseMiddleware<CultureMiddleware>();
        app.MapControllerRoute("default", "{controller=Cart}/{action=Index}/{id?}");
        app.Run();
    }
}

[SessionModel]
public partial class CartState
{
    [SessionProperty] public partial List<CartLine> Lines { get; }
    [SessionProperty] public partial string? Coupon { get; set; }
    [SessionProperty] public partial string? Culture { get; set; }
}

[SessionModel(Prefix = "user.")]
public partial class UserState
{
    [SessionProperty] public partial string? DisplayName { get; set; }
    [SessionProperty] public partial DateTimeOffset? LastSeen { get; set; }
    [SessionProperty] public partial string? LastPage { get; set; }
}

public class CartLine
{
    public int ProductId { get; set; }
    public string Name { get; set; } = "";
    public int Quantity { get; set; }
    public decimal Price { get; set; }
}

public interface ICartService
{
    decimal Total { get; }

    void Add(CartLine line);

    Task CheckOutAsync(CancellationToken cancellationToken);
}

public class CartService(CartState cart, ILogger<CartService> logger) : ICartService
{
    public decimal Total => cart.Lines.Sum(static line => line.Price * line.Quantity) * (cart.Coupon is null ? 1 : 0.9m);

    public void Add(CartLine line)
    {
        if (cart.Lines.Find(other => other.ProductId == line.ProductId) is { } existing)
        {
            existing.Quantity += line.Quantity;
        }
        else
        {
            cart.Lines.Add(line);
        }

        logger.LogInformation("The cart has {Count} lines", cart.Lines.Count);
    }

    public async Task CheckOutAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        cart.Lines.Clear();
        cart.Coupon = null;
    }
}

public class CultureMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, CartState cart)
    {
        await cart.Session.LoadAsync(context.RequestAborted);
        if (cart.Culture is { } culture)
        {
            System.Globalization.CultureInfo.CurrentUICulture = new(culture);
        }

        await next(context);
    }
}

public class AuditFilter(UserState user) : IAsyncActionFilter
{
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        user.LastSeen = DateTimeOffset.UtcNow;
        await next();
        user.LastPage = context.HttpContext.Request.Path;
    }
}

[AutoValidateAntiforgeryToken]
public class CartController(ICartService carts, CartState cart) : Controller
{
    public IActionResult Index() => View(cart.Lines);

    [HttpPost]
    public IActionResult Add(CartLine line)
    {
        carts.Add(line);
        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public IActionResult Coupon(string code)
    {
        cart.Coupon = code;
        TempData["message"] = "Coupon " + code;
        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public async Task<IActionResult> CheckOut(CancellationToken cancellationToken)
    {
        var total = carts.Total;
        await carts.CheckOutAsync(cancellationToken);
        return View(total);
    }

    [HttpPost]
    public IActionResult Language(string id)
    {
        cart.Culture = id;
        return LocalRedirect("/");
    }

    [ResponseCache(Duration = 60, Location = ResponseCacheLocation.Client)]
    public IActionResult Count() => Json(cart.Lines.Count);
}

public class ProfileController(UserState user) : Controller
{
    public IActionResult Index() => Content($"{user.DisplayName} {user.LastSeen} {user.LastPage}");

    [HttpPost]
    public IActionResult Rename(string name)
    {
        user.DisplayName = name;
        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public async Task<IActionResult> Leave()
    {
        await HttpContext.SignOutAsync();
        return RedirectToAction("Index", "Cart");
    }
}

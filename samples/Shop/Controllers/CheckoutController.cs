using Microsoft.AspNetCore.Mvc;
using Shop.Models;

namespace Shop.Controllers;

/// <summary>Turns the cart into an order.</summary>
public sealed class CheckoutController(ShopSession shop) : Controller
{
    [HttpGet("/checkout")]
    public IActionResult Review() => shop.UserName is null ? LocalRedirect("/login?returnUrl=/checkout") : View(shop);

    [HttpPost("/checkout")]
    public IActionResult Order()
    {
        if (shop.UserName is null || shop.Count == 0)
        {
            return LocalRedirect("/checkout");
        }

        var total = shop.Total;
        shop.Lines = [];
        return View("Thanks", total);
    }
}

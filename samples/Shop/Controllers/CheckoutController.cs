using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Shop.Models;

namespace Shop.Controllers;

/// <summary>Turns the cart of a signed-in user into an order.</summary>
[Authorize]
public sealed class CheckoutController(ShopSession shop) : Controller
{
    [HttpGet("/checkout")]
    public IActionResult Review() => View(shop);

    [HttpPost("/checkout")]
    public IActionResult Order()
    {
        if (shop.Count == 0)
        {
            return LocalRedirect("/checkout");
        }

        var total = shop.Total;
        shop.RemoveAll();
        return View("Thanks", total);
    }
}

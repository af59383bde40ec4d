using Microsoft.AspNetCore.Mvc;

namespace Migration.Own.Carts;

public sealed class CartController(Cart cart) : Controller
{
    public IActionResult Index() => View(cart);

    [HttpPost]
    public IActionResult Add(int productId, int quantity = 1)
    {
        if (ProductCatalog.Find(productId) is not { } product)
        {
            return NotFound();
        }

        cart.AddItem(product, quantity);
        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public IActionResult Remove(int productId)
    {
        if (cart.Lines.FirstOrDefault(l => l.Product.ProductId == productId) is { } line)
        {
            cart.RemoveLine(line.Product);
        }

        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public IActionResult Checkout(string? name)
    {
        if (cart.Lines.Count == 0)
        {
            ModelState.AddModelError(string.Empty, "Sorry, your cart is empty!");
        }

        if (string.IsNullOrWhiteSpace(name))
        {
            ModelState.AddModelError(nameof(name), "Please enter a name.");
        }

        if (!ModelState.IsValid)
        {
            return View(nameof(Index), cart);
        }

        cart.Clear();
        return Content($"Thanks for your order, {name}.");
    }
}

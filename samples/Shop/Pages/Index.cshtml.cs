using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Shop.Models;

namespace Shop.Pages;

/// <summary>The page with the catalogue and the cart.</summary>
public sealed class IndexModel(ShopSession shop) : PageModel
{
    public ShopSession Shop => shop;

    public void OnGet(CatalogueOrder? order)
    {
        shop.Visits++;
        if (order is { } chosen && Enum.IsDefined(chosen))
        {
            shop.Order = chosen;
        }
    }

    public IActionResult OnPostAdd(string? product)
    {
        if (Catalogue.Find(product) is not { } found)
        {
            return NotFound();
        }

        shop.Add(found);
        return RedirectToPage();
    }

    public IActionResult OnPostRemove(string? product)
    {
        shop.Remove(product ?? "");
        return RedirectToPage();
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Migration.Site.Controllers;

/// <summary>A cart under a string key, and messages that survive one redirect.</summary>
public sealed class OrdersController(IHttpContextAccessor accessor) : Controller
{
    private const string Lines = "order_lines";

    private ISession Session => accessor.HttpContext!.Session;

    [TempData]
    public string? Notice { get; set; }

    public IActionResult Index() => View(Session.GetObject<List<OrderLine>>(Lines) ?? []);

    [HttpPost]
    public IActionResult Add(string product, int count)
    {
        var lines = Session.GetObject<List<OrderLine>>(Lines) ?? [];
        lines.Add(new OrderLine(product, count));
        Session.SetObject(Lines, lines);
        Notice = $"{product} is in your cart.";
        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public IActionResult Send()
    {
        Session.Remove(Lines);
        TempData["receipt"] = 4711;
        return RedirectToAction(nameof(Receipt));
    }

    // A receipt can be opened again.
    public IActionResult Receipt() => Content($"Receipt {TempData.Peek("receipt") ?? "none"}");
}

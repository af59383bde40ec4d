using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace Migration.Own.Messages;

/// <summary>Posts that redirect to a page, which shows messages from TempData.</summary>
public sealed class MessagesController : Controller
{
    [TempData]
    public string? Status { get; set; }

    [TempData]
    public int? Saved { get; set; }

    public IActionResult Index() => Content($"{Status ?? "nothing"} {Saved ?? 0}");

    [HttpPost]
    public IActionResult Save(string title)
    {
        Status = $"{title} is saved.";
        Saved = title.Length;
        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public IActionResult Send(bool stay)
    {
        TempData["text"] = "sent";
        TempData["count"] = 3;
        TempData["urgent"] = true;
        TempData["number"] = new Guid("6f9619ff-8b86-d011-b42d-00c04fc964ff");
        TempData["at"] = new DateTime(2024, 2, 29, 8, 30, 0, DateTimeKind.Utc);
        TempData["names"] = new[] { "Ada", "Grace" };
        TempData["marks"] = new List<int> { 1, 2 };
        TempData["fields"] = new Dictionary<string, string> { ["title"] = "Too long" };
        return stay ? NoContent() : RedirectToAction(nameof(Sent));
    }

    public IActionResult Sent()
        => Content(string.Join(' ', TempData.Keys.Order(StringComparer.Ordinal).Select(key => $"{key}={Describe(TempData[key])}")));

    public IActionResult Preview()
    {
        var text = TempData["text"];
        TempData.Keep("text");
        return Content($"{text ?? "none"} {TempData["count"] ?? "none"}");
    }

    public IActionResult PreviewAll()
    {
        var shown = $"{TempData["text"] ?? "none"} {TempData["count"] ?? "none"}";
        TempData.Keep();
        return Content(shown);
    }

    public IActionResult Peek() => Content($"{TempData.Peek("text") ?? "none"}");

    [HttpPost]
    public IActionResult Forget()
    {
        TempData.Clear();
        return RedirectToAction(nameof(Sent));
    }

    [HttpPost]
    public IActionResult SendObject()
    {
        TempData["object"] = new { Name = "not supported" };
        return RedirectToAction(nameof(Sent));
    }

    private static string Describe(object? value) => value switch
    {
        null => "none",
        string text => $"'{text}'",
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        IDictionary<string, string> fields => string.Join('|', fields.Select(field => $"{field.Key}:{field.Value}")),
        string[] names => $"[{string.Join('|', names)}]",
        int[] numbers => $"[{string.Join('|', numbers)}]",
        _ => $"{value} ({value.GetType().Name})",
    };
}

// Raw keys beside a model.
namespace Forum;

[SessionModel(Prefix = "forum.")]
public partial class ForumSession
{
    [SessionProperty(Key = "nickname")] public partial string? Nickname { get; set; }
    [SessionProperty(Key = "posts")] public partial int Posts { get; set; }
    [SessionProperty(Key = "lastThread")] public partial Guid? LastThread { get; set; }
}

public static class ForumKeys
{
    public const string Prefix = "forum.";
    public const string Draft = Prefix + "draft";
    public const string Nick = Prefix + "Nickname";
}

public class ThreadController : Controller
{
    public async Task<IActionResult> Show(Guid id)
    {
        await HttpContext.Session.LoadAsync(HttpContext.RequestAborted);
        ViewBag.Nick = HttpContext.Session.GetString({|TSES061:"forum.nicknam"|});
        ViewBag.Draft = HttpContext.Session.GetString(ForumKeys.Draft);
        return View(id);
    }

    public IActionResult Rename(string name)
    {
        HttpContext.Session.SetString({|TSES061:ForumKeys.Nick|}, name);
        return RedirectToAction(nameof(Show));
    }

    public IActionResult SaveDraft(string text)
    {
        HttpContext.Session.SetString(ForumKeys.Draft, text);
        HttpContext.Session.SetString({|TSES061:"forum.post"|}, text);
        HttpContext.Session.SetString("posting", text);
        return NoContent();
    }

    public IActionResult Reset()
    {
        HttpContext.Session.Remove({|TSES060:"forum.posts"|});
        return NoContent();
    }
}

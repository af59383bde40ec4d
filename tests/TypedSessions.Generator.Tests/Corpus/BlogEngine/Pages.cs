// Razor Pages: page models with handlers, bound properties, TempData, and a wizard over several posts.
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BlogEngine.Pages;

public class IndexModel(BlogSession blog, PostStore posts) : PageModel
{
    public IReadOnlyList<Post> Posts { get; private set; } = [];

    public int Visits => blog.Visits;

    public async Task OnGetAsync(int page = 1, CancellationToken cancellation = default)
    {
        blog.Visits++;
        Posts = await posts.PageAsync(page, cancellation);
    }

    public IActionResult OnPostDark()
    {
        blog.IsDark = !blog.IsDark;
        return RedirectToPage();
    }
}

public class LoginPage : PageModel
{
    [BindProperty]
    public string UserName { get; set; } = "";

    [TempData]
    public string? Message { get; set; }

    public void OnGet() => HttpContext.Session.SetTestCookie();

    public IActionResult OnPost([FromServices] BlogSession blog)
    {
        if (!HttpContext.Session.TestCookieWorked())
        {
            Message = "Please enable cookies and try again.";
            return Page();
        }

        HttpContext.Session.DeleteTestCookie();
        HttpContext.Session.RegenerateId();
        blog.UserName = UserName;
        return RedirectToPage("Index");
    }
}

public class WrongLoginPage : PageModel
{
    public IActionResult OnGet()
    {
        HttpContext.Session.SetTestCookie();
        if (!{|TSES030:HttpContext.Session.TestCookieWorked()|})
        {
            return BadRequest("Please enable cookies and try again.");
        }

        return Page();
    }
}

public class DraftPage(BlogSession blog, PostStore posts) : PageModel
{
    [BindProperty]
    public Draft Draft { get; set; } = new();

    public void OnGet() => Draft = blog.Draft ?? new Draft();

    public IActionResult OnPostSave()
    {
        blog.Draft = Draft;
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostPublishAsync(CancellationToken cancellation)
    {
        if (blog.Draft is not { Title.Length: > 0 } draft)
        {
            ModelState.AddModelError("Draft.Title", "A title, please.");
            return Page();
        }

        var id = await posts.AddAsync(draft, blog.UserName ?? "anonymous", cancellation);
        blog.Draft = null;
        blog.Published.Add(id);
        return RedirectToPage("Post", new { id });
    }

    public IActionResult OnPostDiscard()
    {
        blog.Remove(nameof(BlogSession.Draft));
        return RedirectToPage("Index");
    }
}

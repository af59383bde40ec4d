// Razor Pages: the same, done right, through a service.
using Microsoft.AspNetCore.Mvc.RazorPages;
using System.ComponentModel.DataAnnotations;

namespace Library.Pages;

[SessionModel(Prefix = "lib.")]
public sealed partial class ReaderSession
{
    [SessionProperty] public partial int? ReaderId { get; set; }

    [SessionProperty] public partial string? UserName { get; set; }

    [SessionProperty(Merge = SessionMerge.Sum)] public partial int FailedLogins { get; set; }

    public bool IsLoggedIn => ReaderId is not null;
}

public interface IReaders
{
    Task<(int Id, string Name)?> FindAsync(string card, string pin, CancellationToken cancellation);
}

public sealed class ReaderSignIn(ReaderSession session, IReaders readers)
{
    public async Task<bool> SignInAsync(string card, string pin, CancellationToken cancellation)
    {
        if (await readers.FindAsync(card, pin, cancellation) is not var (id, name))
        {
            session.FailedLogins++;
            return false;
        }

        StartSession(id, name);
        return true;
    }

    public void SignOut() => session.Session.Abandon();

    private void StartSession(int id, string name)
    {
        session.Session.RegenerateId();
        session.ReaderId = id;
        session.UserName = name;
        session.FailedLogins = 0;
    }
}

public class LoginModel(ReaderSignIn signIn, ReaderSession session) : PageModel
{
    [BindProperty, Required] public string Card { get; set; } = "";

    [BindProperty, Required] public string Pin { get; set; } = "";

    public IActionResult OnGet() => session.IsLoggedIn ? RedirectToPage("/Index") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!ModelState.IsValid || !await signIn.SignInAsync(Card, Pin, cancellation))
        {
            return Page();
        }

        return RedirectToPage("/Index");
    }
}

public class LogoutModel(ReaderSignIn signIn) : PageModel
{
    public IActionResult OnPost()
    {
        signIn.SignOut();
        return RedirectToPage("/Index");
    }
}

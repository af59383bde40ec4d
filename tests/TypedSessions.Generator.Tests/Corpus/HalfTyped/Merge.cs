// After a merge that went wrong.
public class AccountController
{
<<<<<<< HEAD
    public void Login(HttpContext context) { {|TSES045:context.Session.SetString("user", "a")|}; }
=======
    public async Task Login(HttpContext context) => await context.Session.CommitAsync();
>>>>>>> feature

    public void Logout(HttpContext context)
    {
        context.Session.Clear();
        context.SignOutAsync(;
        }
    }
}

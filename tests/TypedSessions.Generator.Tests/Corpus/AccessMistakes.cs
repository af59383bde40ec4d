// What goes wrong with keys and values, and what does not belong in a session.
using System.Security.Claims;
using System.Text;

namespace Mistakes.Access;

[SessionModel]
public partial class ProfileSession
{
    [SessionProperty] public partial string? UserName { get; set; }

    [SessionProperty(Key = "visit_count")] public partial int Visits { get; set; }

    [SessionProperty] public partial string? {|TSES100:Password|} { get; set; }

    [SessionProperty] public partial string? {|TSES100:CreditCardNumber|} { get; set; }

    [SessionProperty] public partial string? PasswordHint { get; set; }

    [SessionProperty] public partial DateTimeOffset? PasswordChangedAt { get; set; }

    [SessionProperty] public partial int TokenCount { get; set; }
}

public sealed class ProfileController : Controller
{
    private const string UserKey = "UserName";

    public IActionResult Index()
    {
        var name = HttpContext.Session.GetString({|TSES060:"UserName"|});
        var other = HttpContext.Session.GetString({|TSES061:"Username"|});
        HttpContext.Session.SetInt32({|TSES060:"visit_count"|}, 1);
        HttpContext.Session.Remove({|TSES060:UserKey|});
        HttpContext.Session.SetString("age", "36");
        return Json(new { name, other, Age = HttpContext.Session.GetInt32({|TSES062:"age"|}) });
    }

    public void Track(string user)
    {
        HttpContext.Session.SetString({|TSES064:$"seen:{Guid.NewGuid()}"|}, user);
        foreach (var key in HttpContext.Session.Keys)
        {
            HttpContext.Session.SetString(key, "");
        }
    }

    public void Append()
    {
        if (HttpContext.Session.TryGetValue("log", out var bytes))
        {
            {|TSES066:bytes[0] = (byte)'x'|};
        }

        HttpContext.Session.Set("text", Encoding.UTF8.GetBytes("text"));
    }
}

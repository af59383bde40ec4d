using TypedSessions;

namespace Tutorial.Models;

[SessionModel]
public sealed partial class LoginSession
{
    // Null before the sign-in.
    [SessionProperty(Key = "username")]
    public partial string? UserName { get; set; }
}

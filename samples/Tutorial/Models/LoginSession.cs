using TypedSessions;

namespace Tutorial.Models;

[SessionModel]
public sealed partial class LoginSession
{
    // Null until somebody signs in. The password is nobody's business, least of all the session's.
    [SessionProperty(Key = "username")]
    public partial string? UserName { get; set; }
}

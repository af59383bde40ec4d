using TypedSessions;

namespace Tutorial.Models;

[SessionModel]
public sealed partial class LoginSession
{
    // Null until somebody signs in.
    [SessionProperty(Key = "username")]
    public partial string? UserName { get; set; }
}

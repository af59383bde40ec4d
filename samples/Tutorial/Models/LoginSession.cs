using TypedSessions;

namespace Tutorial.Models;

#region LoginSession
[SessionModel]
public sealed partial class LoginSession
{
    // Null before the sign-in.
    [SessionProperty(Key = "username")]
    public partial string? UserName { get; set; }
}
#endregion

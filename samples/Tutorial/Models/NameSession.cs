using TypedSessions;

namespace Tutorial.Models;

#region NameSession
[SessionModel]
public sealed partial class NameSession
{
    [SessionProperty(Key = "name")]
    public partial string? Name { get; set; }

    [SessionProperty(Key = "lname")]
    public partial string? LastName { get; set; }
}
#endregion

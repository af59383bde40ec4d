using TypedSessions;

namespace Tutorial.Models;

#region BookSession
[SessionModel]
public sealed partial class BookSession
{
    [SessionProperty(Key = "book_name")]
    public partial string? BookName { get; set; }
}
#endregion

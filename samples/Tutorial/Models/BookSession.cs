using TypedSessions;

namespace Tutorial.Models;

[SessionModel]
public sealed partial class BookSession
{
    [SessionProperty(Key = "book_name")]
    public partial string? BookName { get; set; }
}

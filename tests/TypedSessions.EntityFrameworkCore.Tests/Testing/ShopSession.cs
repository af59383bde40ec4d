namespace TypedSessions.EntityFrameworkCore.Tests.Testing;

[SessionModel]
internal sealed partial class ShopSession
{
    [SessionProperty]
    public partial string? UserName { get; set; }

    [SessionProperty(Key = "visits")]
    public partial int Visits { get; set; }

    [SessionProperty]
    public partial List<string> Lines { get; set; }
}

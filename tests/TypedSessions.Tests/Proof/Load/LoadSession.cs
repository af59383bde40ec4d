using TypedSessions.Tests.Models;

namespace TypedSessions.Tests.Proof.Load;

/// <summary>The session model of a site under load.</summary>
[SessionModel(Prefix = "load.")]
internal sealed partial class LoadSession
{
    [SessionProperty]
    public partial string? Name { get; set; }

    [SessionProperty]
    public partial int Visits { get; set; }

    [SessionProperty]
    public partial List<CartLine> Lines { get; set; }
}

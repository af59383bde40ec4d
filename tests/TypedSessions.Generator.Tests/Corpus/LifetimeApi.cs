// The lifetime of a session: remember me, until midnight, with the browser, renewals, log-out everywhere.
namespace Lifetimes;

[SessionModel]
public partial class MemberSession
{
    [SessionProperty] public partial string? Member { get; set; }

    [SessionProperty] public partial bool Remembered { get; set; }
}

[ApiController]
[Route("api/[controller]/[action]")]
public sealed class MembersController(MemberSession member, ISessionManager sessions, TimeProvider clock) : ControllerBase
{
    private ITypedSession Current => (ITypedSession)HttpContext.Session;

    [HttpPost]
    public IActionResult SignIn(string name, bool remember)
    {
        Current.RegenerateId();
        Current.Owner = name;
        Current.Expiry = remember ? SessionExpiry.Idle(TimeSpan.FromDays(90)) : SessionExpiry.WithBrowser;
        member.Member = name;
        member.Remembered = remember;
        return NoContent();
    }

    [HttpPost]
    public async Task<IActionResult> SignOutEverywhere(CancellationToken cancellation)
    {
        if (Current.Owner is not { } owner)
        {
            return Unauthorized();
        }

        Current.Abandon();
        return Ok(await sessions.RemoveByOwnerAsync(owner, cancellation));
    }

    [HttpPost]
    public void UntilMidnight() => Current.Expiry = SessionExpiry.At(clock.GetLocalNow().Date.AddDays(1));

    [HttpGet]
    public object Left() => new
    {
        Current.IsNew,
        Current.IsEmpty,
        Current.CreatedAt,
        Current.ExpiresAt,
        Seconds = Current.TimeLeft?.TotalSeconds,
        Modified = Current.ModifiedKeys.Count,
    };

    [HttpGet]
    public async IAsyncEnumerable<DateTimeOffset> Others(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var other in sessions.FindByOwnerAsync(member.Member ?? "", cancellation))
        {
            yield return other.Record.CreatedAt;
        }
    }
}

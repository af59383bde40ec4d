namespace TypedSessions.Sessions;

/// <summary>The channel of a session that is opened outside a request, by its token or its key.</summary>
internal sealed class DirectChannel(CandidateTokens presented, bool isActivity, bool isRequest = false, IServiceProvider? services = null)
    : ISessionChannel
{
    public CandidateTokens Presented => presented;

    public bool CanSendToken => true;

    public bool CanStore => true;

    public bool IsActivity => isActivity;

    public string? ReadOnlyEndpoint => null;

    public bool CanReplaceSession => true;

    public bool IsRequest => isRequest;

    public bool CanRotate => presented.AreRecords || Array.TrueForAll(presented.Tokens, static token => token.IsKnown);

    public bool IsCookieWithheld => false;

    public IServiceProvider? Services => services;

    public SessionDevice? Device => null;

    public AuthenticatedUser? User => null;

    public ValueTask<AuthenticatedUser?> AuthenticateAsync(string scheme) => default;

    public void OnAccessed()
    {
    }

    public void OnTracked()
    {
    }
}

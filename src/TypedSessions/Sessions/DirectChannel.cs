namespace TypedSessions.Sessions;

/// <summary>The way to a session that is opened outside a request, by somebody who has its token or its key.</summary>
internal sealed class DirectChannel(SessionToken[] tokens, bool isActivity) : ISessionChannel
{
    public bool HasOnlyRefusedTokens => false;

    public bool CanSendToken => true;

    public bool MayStore => true;

    public bool IsActivity => isActivity;

    public SessionToken[] ReadTokens() => tokens;

    public void OnAccessed()
    {
    }
}

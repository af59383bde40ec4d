namespace TypedSessions.Sessions;

/// <summary>The way to a session that is opened outside a request, by somebody who has its token or its key.</summary>
internal sealed class DirectChannel(PresentedTokens presented, bool isActivity) : ISessionChannel
{
    public PresentedTokens Presented => presented;

    public bool CanSendToken => true;

    public bool MayStore => true;

    public bool IsActivity => isActivity;

    public string? ReadOnlyEndpoint => null;

    public void OnAccessed()
    {
    }
}

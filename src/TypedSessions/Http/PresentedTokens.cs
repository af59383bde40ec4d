using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>What a request presents as its session's token.</summary>
/// <param name="Tokens">Those of the right shape, in their order.</param>
/// <param name="HasRefused">Whether there was anything else under the cookie's name.</param>
internal sealed record PresentedTokens(SessionToken[] Tokens, bool HasRefused);

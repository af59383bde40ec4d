namespace TypedSessions.EndToEnd.Tests.SignIn;

/// <summary>What a round has to lead to.</summary>
/// <param name="User">The user who has to be signed in, with a session owned by that user; any if <see langword="null"/>.</param>
/// <param name="HasHappened">Whether what the round is about has happened on the network.</param>
/// <param name="HasCart">Whether what the anonymous visitor had in the session is still there.</param>
/// <param name="Polls">How many writes of pages are in the session at least.</param>
internal sealed record Expected(string? User, bool HasHappened, bool HasCart = true, int Polls = 0);

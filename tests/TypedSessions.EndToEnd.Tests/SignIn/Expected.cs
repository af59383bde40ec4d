namespace TypedSessions.EndToEnd.Tests.SignIn;

/// <summary>The expected result of a round.</summary>
/// <param name="User">The user who has to be signed in, with a session owned by that user; any if <see langword="null"/>.</param>
/// <param name="HasHappened">Whether the tested order of requests has occurred on the network.</param>
/// <param name="HasCart">Whether the values of the anonymous visitor are still in the session.</param>
/// <param name="Polls">The minimum number of page writes in the session.</param>
internal sealed record Expected(string? User, bool HasHappened, bool HasCart = true, int Polls = 0);

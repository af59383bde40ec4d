namespace TypedSessions.EndToEnd.Tests.SignIn;

/// <summary>The expected result of a round.</summary>
/// <param name="User">The signed-in user and owner of the session; any if <see langword="null"/>.</param>
/// <param name="HasHappened">Whether the tested order of requests has occurred on the network.</param>
/// <param name="HasCart">Whether the session contains the values of the anonymous visitor.</param>
/// <param name="Polls">The minimum number of writes by pages in the session.</param>
internal sealed record Expected(string? User, bool HasHappened, bool HasCart = true, int Polls = 0);

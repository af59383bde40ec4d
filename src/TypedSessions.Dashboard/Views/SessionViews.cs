namespace TypedSessions.Dashboard.Views;

/// <summary>A session in a list.</summary>
/// <param name="Key">The key.</param>
/// <param name="Owner">The id of the user; <see langword="null"/> for none.</param>
/// <param name="Device">The name of the device.</param>
/// <param name="Label">The name that the user has given it.</param>
/// <param name="CreatedAt">When the session was created.</param>
/// <param name="SignedInAt">When the user signed in.</param>
/// <param name="LastSeenAt">When the user last used the session.</param>
/// <param name="ExpiresAt">When the session expires.</param>
/// <param name="Size">The size of the values in bytes.</param>
internal sealed record SessionSummary(
    string Key,
    string? Owner,
    string Device,
    string? Label,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SignedInAt,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset ExpiresAt,
    int Size);

/// <summary>The content of a page of sessions.</summary>
/// <param name="Now">The time of the page.</param>
/// <param name="Order">The order: <c>first</c> or <c>last</c> to expire, or <c>key</c> in a search.</param>
/// <param name="Key">The beginning of the keys that were searched for; empty for all.</param>
/// <param name="Sessions">The sessions.</param>
/// <param name="Next">The query that leads to the next page; <see langword="null"/> if there is none.</param>
/// <param name="Problem">Why there is no list; <see langword="null"/> if there is one.</param>
internal sealed record SessionListView(
    DateTimeOffset Now, string Order, string Key, IReadOnlyList<SessionSummary> Sessions, string? Next, string? Problem = null);

/// <summary>The content of the page of a user.</summary>
/// <param name="Now">The time of the page.</param>
/// <param name="Owner">The id of the user.</param>
/// <param name="Sessions">The sessions, the latest use first.</param>
/// <param name="HasMore">Whether the user has more sessions.</param>
/// <param name="Problem">Why there is no list; <see langword="null"/> if there is one.</param>
internal sealed record UserView(
    DateTimeOffset Now, string Owner, IReadOnlyList<SessionSummary> Sessions, bool HasMore, string? Problem = null);

/// <summary>The content of the page of a session.</summary>
/// <param name="Now">The time of the page.</param>
/// <param name="Session">The session as in a list.</param>
/// <param name="Scheme">The authentication scheme of the sign-in.</param>
/// <param name="Expiry">How the expiry is computed.</param>
/// <param name="AbsoluteExpiration">The end of the absolute lifetime.</param>
/// <param name="Version">The version of the record.</param>
/// <param name="UserAgent">The header <c>User-Agent</c> of the sign-in.</param>
/// <param name="SignInAddress">The address of the sign-in.</param>
/// <param name="LastAddress">The latest address.</param>
/// <param name="IsReadable">Whether the values can be read.</param>
/// <param name="ShowsValues">Whether values are shown.</param>
/// <param name="Values">The keys and the shown parts of their values.</param>
internal sealed record SessionDetails(
    DateTimeOffset Now,
    SessionSummary Session,
    string? Scheme,
    string Expiry,
    DateTimeOffset? AbsoluteExpiration,
    long Version,
    string? UserAgent,
    string? SignInAddress,
    string? LastAddress,
    bool IsReadable,
    bool ShowsValues,
    IReadOnlyList<ValueView> Values);

/// <summary>A value of a session.</summary>
/// <param name="Key">The key.</param>
/// <param name="Model">The model and the property; <see langword="null"/> if no registered model has the key.</param>
/// <param name="Type">The type.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="IsMasked">Whether the value is sensitive.</param>
/// <param name="Value">The value; <see langword="null"/> if it is not shown.</param>
internal sealed record ValueView(string Key, string? Model, string? Type, int Size, bool IsMasked, string? Value);

/// <summary>A message about a missing page or a failure.</summary>
/// <param name="Title">The title.</param>
/// <param name="Error">The message.</param>
internal sealed record MessageView(string Title, string Error);

/// <summary>How many sessions an operator has ended.</summary>
/// <param name="Ended">Their number.</param>
internal sealed record EndedView(int Ended);

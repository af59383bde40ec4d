using System.Globalization;

namespace TypedSessions.Hosting.Commands;

/// <summary>The arguments of the command <c>sessions</c>.</summary>
internal sealed record SessionsArguments
{
    /// <summary>How many sessions are listed by default.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Gets the operation: <c>list</c>, <c>show</c>, <c>count</c> or <c>end</c>.</summary>
    public string? Verb { get; private init; }

    /// <summary>Gets the key of a session.</summary>
    public SessionKey? Key { get; private init; }

    /// <summary>Gets the user whose sessions are selected.</summary>
    public string? Owner { get; private init; }

    /// <summary>Gets how many sessions are listed at most.</summary>
    public int Limit { get; private init; } = DefaultLimit;

    /// <summary>Gets a value indicating whether the output is JSON.</summary>
    public bool IsJson { get; private init; }

    /// <summary>Gets a value indicating whether the usage is to be printed.</summary>
    public bool IsHelp { get; private init; }

    /// <summary>Gets the error in the arguments; <see langword="null"/> if they are valid.</summary>
    public string? Error { get; private init; }

    /// <summary>Reads the arguments that follow the command's name.</summary>
    public static SessionsArguments Parse(ReadOnlySpan<string> texts) => texts switch
    {
        [] => new() { Error = "The operation is missing. Use list, show, count or end." },
        ["--help" or "-h", ..] => new() { IsHelp = true },
        [("list" or "show" or "count" or "end") and var verb, .. var rest] => Check(Parse(rest, new() { Verb = verb })),
        [var text, ..] => new() { Error = $"'{text}' is not a command of sessions. Use list, show, count or end." },
    };

    private static SessionsArguments Parse(ReadOnlySpan<string> texts, SessionsArguments parsed) => texts switch
    {
        [] => parsed,
        ["--json", .. var rest] => Parse(rest, parsed with { IsJson = true }),
        ["--help" or "-h", .. var rest] => Parse(rest, parsed with { IsHelp = true }),
        ["--owner", { Length: > 0 } owner, .. var rest] => Parse(rest, parsed with { Owner = owner }),
        ["--owner", ..] => parsed with { Error = "--owner needs the id of a user." },
        ["--limit", var text, .. var rest] when TryParse(text, out var limit) => Parse(rest, parsed with { Limit = limit }),
        ["--limit", ..] => parsed with { Error = $"--limit needs a whole number from 1 to {int.MaxValue}." },
        [var text, .. var rest] when parsed.Key is null && SessionKey.TryParse(text, out var key) => Parse(rest, parsed with { Key = key }),
        [var text, ..] when text.StartsWith('-') => parsed with { Error = $"'{text}' is not an option of sessions." },

        // A token that was typed instead of a key is not repeated.
        _ => parsed with { Error = "A session's key has 64 hexadecimal digits, as 'sessions list' and the log show them." },
    };

    private static bool TryParse(string text, out int limit)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit > 0;

    private static SessionsArguments Check(SessionsArguments parsed) => parsed switch
    {
        { Error: not null } or { IsHelp: true } => parsed,
        { Verb: "show", Key: null } => parsed with { Error = "'sessions show' needs the key of a session." },
        { Verb: "show", Owner: not null } => parsed with { Error = "'sessions show' takes no user. Use 'sessions list'." },
        { Verb: "end", Key: null, Owner: null } => parsed with { Error = "'sessions end' needs the key of a session, or --owner." },
        { Verb: "list" or "count", Key: not null } => parsed with { Error = $"'sessions {parsed.Verb}' takes no key. See 'show'." },
        _ => parsed,
    };
}

using static TypedSessions.Tests.Proof.Interleavings.RequestAction;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>The work of one concurrent actor.</summary>
/// <param name="Name">The name in the event log.</param>
/// <param name="RunAsync">Runs the script as the actor with the given number.</param>
internal sealed record Script(string Name, Func<Scenario, int, Task> RunAsync)
{
    /// <summary>Requests of one browser.</summary>
    public static IReadOnlyList<Script> Requests { get; } =
    [
        Request("look"),
        Request("set own", SetOwn),
        Request("set shared", SetShared),
        Request("remove shared", RemoveShared),
        Request("clear, set own", Clear, SetOwn),
        Request("set, commit, set", SetOwn, Commit, SetShared),
        Request("rotate", Rotate, SetOwn),
        Request("rotate twice", Rotate, Commit, SetShared, Rotate),
        Request("set, commit, rotate", SetShared, Commit, Rotate),
        Request("rotate, commit, set", Rotate, Commit, SetOwn),
        Request("sign in", SignIn),
        Request("sign in, set", SetOwn, SignIn, SetShared),
        Request("abandon", Abandon),
        Request("abandon, set", Abandon, SetOwn),
        Request("abandon, commit, set", SetShared, Abandon, Commit, SetOwn),
        Request("rotate, commit, abandon", Rotate, Commit, Abandon),
        Request("end soon", EndSoon),
        Request("end now", EndNow),
        Request("fail after all", SetOwn, Rotate, Fail),
        Request("fail to abandon", Abandon, Fail),
    ];

    /// <summary>Requests that change a part of a value.</summary>
    public static IReadOnlyList<Script> Merging { get; } =
    [
        Request("add", AddElement),
        Request("add, commit, add", AddElement, Commit, AddElement),
        Request("remove element, raise", RemoveElement, Raise),
        Request("raise, commit, raise", Raise, Commit, Raise),
        Request("remove list", RemoveList),
        Request("clear, add, raise", Clear, AddElement, Raise),
        Request("add, rotate", AddElement, Raise, Rotate),
        Request("rotate, commit, add", Rotate, Commit, AddElement, Raise),
        Request("add, sign in, raise", AddElement, SignIn, Raise),
        Request("abandon, add", Abandon, AddElement),
        Request("fail after adding", AddElement, Raise, Fail),
    ];

    /// <summary>Events other than requests.</summary>
    public static IReadOnlyList<Script> Events { get; } =
    [
        new("two hours pass", (scenario, _) => scenario.PassAsync(TimeSpan.FromHours(2))),
        new("weeks pass", (scenario, _) => scenario.PassAsync(Scenario.IdleTimeout + TimeSpan.FromDays(1))),
        new("weeks pass, clear", (scenario, _) => scenario.PassAndClearAsync(Scenario.IdleTimeout + TimeSpan.FromDays(1))),
        new("revoke", (scenario, _) => scenario.RevokeAsync()),
    ];

    /// <summary>All requests and events.</summary>
    public static IReadOnlyList<Script> All { get; } = [.. Requests, .. Events];

    /// <summary>One script of each kind, for slow engines.</summary>
    public static IReadOnlyList<Script> Few { get; } =
    [
        .. Requests.Where(request => request.Name is "look" or "set own" or "set shared" or "clear, set own" or "rotate" or "sign in"
            or "abandon, set" or "end soon"),
        .. Events.Where(happening => happening.Name is "two hours pass" or "weeks pass" or "revoke"),
    ];

    /// <summary>One script of each kind that changes a part of a value, for slow engines.</summary>
    public static IReadOnlyList<Script> FewMerging { get; } =
    [
        .. Merging.Where(request => request.Name is "add, commit, add" or "remove element, raise" or "clear, add, raise"),
        .. Merging.Where(request => request.Name is "add, rotate" or "add, sign in, raise"),
    ];

    private static Script Request(string name, params RequestAction[] actions)
        => new(name, (scenario, number) => scenario.RequestAsync(number, actions));
}

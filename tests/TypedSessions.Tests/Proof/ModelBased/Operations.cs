using FsCheck;
using FsCheck.Fluent;

namespace TypedSessions.Tests.Proof.ModelBased;

/// <summary>Draws sequences of operations, and makes them smaller.</summary>
internal static class Operations
{
    private const int Slots = 3;

    private static readonly Gen<string> Keys = Gen.Elements("a", "b", "c");
    private static readonly Gen<string> Values = Gen.Elements("1", "2", "3");
    private static readonly Gen<string> Owners = Gen.Elements("ann", "bob");

    // Some are about what the clock's milliseconds do, some about the minute of a closed copy,
    // the others about a tenth of the window, its end, the end of the absolute lifetime.
    private static readonly Gen<TimeSpan> Times = Gen.Frequency(
        (3, Gen.Elements(TimeSpan.FromTicks(1), TimeSpan.FromTicks(4_321), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(700))),
        (6, Gen.Elements(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(25), World.RotationGrace, TimeSpan.FromSeconds(70))),
        (6, Gen.Elements(TimeSpan.FromSeconds(7), TimeSpan.FromMinutes(31), TimeSpan.FromMinutes(61), TimeSpan.FromHours(2))),
        (2, Gen.Elements(World.IdleTimeout - TimeSpan.FromMilliseconds(1), World.IdleTimeout, TimeSpan.FromHours(11))));

    private static readonly Gen<SetExpiry> Expiries = Gen.Elements(
        new SetExpiry(ExpiryKind.Default, default),
        new SetExpiry(ExpiryKind.WithBrowser, default),
        new SetExpiry(ExpiryKind.Idle, TimeSpan.FromMilliseconds(1)),
        new SetExpiry(ExpiryKind.Idle, TimeSpan.FromMinutes(30)),
        new SetExpiry(ExpiryKind.Idle, TimeSpan.FromDays(3)),
        new SetExpiry(ExpiryKind.At, TimeSpan.FromHours(-1)),
        new SetExpiry(ExpiryKind.At, TimeSpan.FromMinutes(40)),
        new SetExpiry(ExpiryKind.At, TimeSpan.FromHours(15)));

    private static readonly Gen<End> Ends = Gen.Frequency(
        (8, Gen.Constant(new End(Ending.Empty))),
        (8, Gen.Constant(new End(Ending.Body))),
        (3, Gen.Constant(new End(Ending.Redirect, 302))),
        (1, Gen.Constant(new End(Ending.Empty, 404))),
        (2, Gen.Constant(new End(Ending.Empty, 500))),
        (2, Gen.Constant(new End(Ending.Body, 500))),
        (2, Gen.Constant(new End(Ending.Throw))),
        (2, Gen.Constant(new End(Ending.ThrowToErrorPage))));

    // What is done to a session, wherever it was opened.
    private static readonly Gen<Act> Changes = Gen.Frequency(
        (7, As(Gen.Constant(new Look()))),
        (3, As(Gen.Constant(new Inquire()))),
        (9, As(Keys.Select(key => new Read(key)))),
        (22, As(Keys.Zip(Values, (key, value) => new Set(key, value)))),
        (6, As(Keys.Or(Gen.Constant(Basket.LinesKey)).Select(key => new Remove(key)))),
        (2, As(Gen.Constant(new Clear()))),
        (3, As(Gen.Constant(new ReadLines()))),
        (7, As(Values.Select(line => new AddLine(line)))),
        (3, As(Gen.Constant(new DropLine()))),
        (5, As(Gen.Constant(new RegenerateId()))),
        (4, As(Gen.Constant(new Abandon()))),
        (5, As(Expiries)),
        (2, As(Owners.OrNull().Select(owner => new SetOwner(owner)))),
        (3, As(Owners.Select(owner => new SignIn(owner)))),
        (3, As(Gen.Constant(new Peek()))));

    private static readonly Gen<Act> Acts = Gen.Frequency(
        (75, Changes),
        (5, As(Gen.Elements(true, false).Select(catches => new Commit(catches)))),
        (2, As(Gen.Elements(200, 200, 404, 500).Select(status => new StartResponse(status)))),
        (24, As(Ends)));

    private static readonly Gen<Opening> Openings =
        from browser in Gen.Elements(0, 0, 0, 1, 1, 2)
        from cookies in Gen.Frequency(
            (76, Gen.Constant(Cookies.Present)),
            (4, Gen.Constant(Cookies.None)),
            (12, Gen.Constant(Cookies.Old)),
            (4, Gen.Constant(Cookies.OldAndPresent)),
            (3, Gen.Constant(Cookies.Garbage)),
            (2, Gen.Constant(Cookies.GarbageAndPresent)),
            (3, Gen.Constant(Cookies.Unknown)))
        from old in Gen.Frequency((1, Gen.Choose(0, 100)), (2, Gen.Choose(1, 2)))
        from endpoint in Gen.Frequency(
            (60, Gen.Constant(EndpointKind.Plain)),
            (25, Gen.Constant(EndpointKind.Preloaded)),
            (10, Gen.Constant(EndpointKind.NoTouch)),
            (5, Gen.Constant(EndpointKind.ReadOnly)))
        from node in Gen.Choose(0, 1)
        select new Opening(browser, cookies, old, endpoint, node);

    private static readonly Gen<Operation> One = Gen.Frequency(
        (850, Gen.Choose(0, Slots - 1).SelectMany(_ => Openings, (slot, opening) => (slot, opening)).Zip(Acts, (at, act) => Create(new InRequest(at.slot, at.opening, act)))),
        (45, Times.Select(time => Create(new MoveClock(time)))),
        (20, Gen.Choose(0, 2).Zip(Gen.Elements(true, true, true, false), (after, isTransient) => Create(new FailEngine(after, isTransient)))),
        (10, Gen.Choose(1, 3).Select(calls => Create(new FailCache(calls)))),
        (10, Gen.Elements(1, 100).Select(batch => Create(new ClearExpired(batch)))),
        (4, Gen.Choose(0, 1).Select(node => Create(new Restart(node)))),
        (20, Gen.Constant(Create(new Inspect()))),
        (10, Gen.Choose(0, 100).Select(cookie => Create(new EndSession(cookie)))),
        (6, Owners.Select(owner => Create(new EndAllOf(owner)))),
        (25,
            from cookie in Gen.Choose(0, 100)
            from byKey in Gen.Elements(true, false)
            from isActivity in Gen.Elements(true, false)
            from act in Changes
            select Create(new Job(cookie, byKey, isActivity, act))));

    /// <summary>Sequences of the length that is asked for.</summary>
    public static Arbitrary<Operation[]> Sequences { get; } = Arb.From(Gen.Sized(length => One.ArrayOf(length)), Shrink);

    private static Operation Create(Operation operation) => operation;

    private static Gen<Act> As<T>(Gen<T> acts)
        where T : Act => acts.Select(act => (Act)act);

    // First without whole stretches, the longest first; then with something simpler
    // in one place, or with a failure right before what it hits.
    private static IEnumerable<Operation[]> Shrink(Operation[] operations)
    {
        for (var length = operations.Length; length > 0; length /= 2)
        {
            for (var start = 0; start < operations.Length; start += length)
            {
                yield return [.. operations[..start], .. operations[Math.Min(start + length, operations.Length)..]];
            }
        }

        for (var i = 0; i < operations.Length; i++)
        {
            foreach (var simpler in Simplify(operations[i]))
            {
                yield return [.. operations[..i], simpler, .. operations[(i + 1)..]];
            }

            if (operations[i] is FailEngine { After: > 0 } fail)
            {
                for (var later = i; later < operations.Length; later++)
                {
                    yield return [.. operations[..i], .. operations[(i + 1)..(later + 1)], fail with { After = 0 }, .. operations[(later + 1)..]];
                }
            }
        }
    }

    private static IEnumerable<Operation> Simplify(Operation operation)
    {
        switch (operation)
        {
            case InRequest request:
                if (request.Slot > 0)
                {
                    yield return request with { Slot = 0 };
                }

                foreach (var opening in Simplify(request.Opening))
                {
                    yield return request with { Opening = opening };
                }

                foreach (var act in Simplify(request.Act))
                {
                    yield return request with { Act = act };
                }

                break;

            case Job job:
                foreach (var act in Simplify(job.Act))
                {
                    yield return job with { Act = act };
                }

                break;

            case FailEngine { IsTransient: false } fail:
                yield return fail with { IsTransient = true };
                break;
        }
    }

    private static IEnumerable<Opening> Simplify(Opening opening)
    {
        var simplest = new Opening(0);
        Opening[] simpler =
        [
            simplest,
            opening with { Browser = 0 },
            opening with { Cookies = Cookies.Present, Old = 0 },
            opening with { Old = 0 },
            opening with { Endpoint = EndpointKind.Plain },
            opening with { Node = 0 },
        ];
        return simpler.Where(candidate => candidate != opening).Distinct();
    }

    private static IEnumerable<Act> Simplify(Act act) => act switch
    {
        Set set => new Act[] { new Set("a", set.Value), new Set(set.Key, "1") }.Where(simpler => simpler != act),
        AddLine or SignIn or SetOwner => [new Set("a", "1")],
        Look or Inquire or ReadLines => [new Read("a")],
        Commit or StartResponse => [new End(Ending.Empty)],
        End { Ending: not Ending.Empty } or End { Status: not 200 } => [new End(Ending.Empty)],
        _ => [],
    };
}

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// The choice of the next actor at every step: one path through the tree of all choices.
/// <see cref="MoveNext"/> selects the next path, depth first.
/// </summary>
internal sealed class Schedule
{
    private readonly List<(int Choice, int Width)> _path = [];
    private int _depth;

    /// <summary>Returns the choice of the path at this point, or the first one after the end of the path.</summary>
    public int Choose(int width)
    {
        if (_depth == _path.Count)
        {
            _path.Add((0, width));
        }

        var (choice, expected) = _path[_depth++];
        if (width != expected)
        {
            throw new InvalidOperationException("The scenario does not work the same way twice.");
        }

        return choice;
    }

    /// <summary>Restarts with the next path.</summary>
    /// <returns>Whether there is a next path.</returns>
    public bool MoveNext()
    {
        _depth = 0;
        while (_path is [.., var (choice, width)])
        {
            _path.RemoveAt(_path.Count - 1);
            if (choice + 1 < width)
            {
                _path.Add((choice + 1, width));
                return true;
            }
        }

        return false;
    }

    /// <summary>Runs every schedule of a scenario.</summary>
    /// <param name="what">The name of the scenario.</param>
    /// <param name="scenario">Sets up and runs the scenario and checks the result.</param>
    /// <param name="limit">The maximum number of schedules.</param>
    /// <returns>The number of schedules that were run.</returns>
    public static long RunAll(string what, Action<ActorScheduler> scenario, long limit = long.MaxValue)
    {
        var events = new List<string>();
        return RunAll(
            what,
            schedule =>
            {
                events.Clear();
                scenario(new ActorScheduler(schedule, events));
            },
            events,
            limit);
    }

    /// <inheritdoc cref="RunAll(string, Action{ActorScheduler}, long)"/>
    public static long RunAll(string what, Action<Schedule> scenario) => RunAll(what, scenario, [], long.MaxValue);

    private static long RunAll(string what, Action<Schedule> scenario, List<string> events, long limit)
    {
        var schedule = new Schedule();
        var count = 0L;
        do
        {
            try
            {
                scenario(schedule);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"{what}, schedule {count} ({string.Join(' ', schedule._path.Select(step => step.Choice))}): "
                    + $"{exception.Message}{Environment.NewLine}"
                    + string.Join(Environment.NewLine, events.Select(line => "    " + line)),
                    exception);
            }

            count++;
        }
        while (count < limit && schedule.MoveNext());
        return count;
    }
}

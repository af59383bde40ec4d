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
            throw new InvalidOperationException("The scene does not play the same way twice.");
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

    /// <summary>Runs every schedule of a scene.</summary>
    /// <param name="what">The name of the scene.</param>
    /// <param name="scene">Sets up and runs the scene and checks the result.</param>
    /// <param name="limit">The maximum number of schedules.</param>
    /// <returns>The number of schedules that were run.</returns>
    public static long PlayAll(string what, Action<Stage> scene, long limit = long.MaxValue)
    {
        var story = new List<string>();
        return PlayAll(
            what,
            schedule =>
            {
                story.Clear();
                scene(new Stage(schedule, story));
            },
            story,
            limit);
    }

    /// <inheritdoc cref="PlayAll(string, Action{Stage}, long)"/>
    public static long PlayAll(string what, Action<Schedule> scene) => PlayAll(what, scene, [], long.MaxValue);

    private static long PlayAll(string what, Action<Schedule> scene, List<string> story, long limit)
    {
        var schedule = new Schedule();
        var count = 0L;
        do
        {
            try
            {
                scene(schedule);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"{what}, schedule {count} ({string.Join(' ', schedule._path.Select(step => step.Choice))}): "
                    + $"{exception.Message}{Environment.NewLine}"
                    + string.Join(Environment.NewLine, story.Select(line => "    " + line)),
                    exception);
            }

            count++;
        }
        while (count < limit && schedule.MoveNext());
        return count;
    }
}

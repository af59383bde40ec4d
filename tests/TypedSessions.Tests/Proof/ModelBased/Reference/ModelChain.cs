namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>Follows closed copies to the sessions that continued from them.</summary>
internal static class ModelChain
{
    /// <summary>Returns whether a session lives that continued from a closed copy.</summary>
    /// <param name="shelf">Where the sessions are.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="call">Called with each call of the engine.</param>
    public static bool HasLiveEnd(Shelf shelf, Kept copy, Action<string> call)
    {
        var names = new List<Name>(copy.Closing!.Successors);
        var isAnyLive = false;
        for (var i = 0; i < names.Count; i++)
        {
            call("load");
            var found = shelf.Find(names[i]);
            isAnyLive |= found is { Closing: null };
            names.AddRange(found?.Closing?.Successors ?? []);
        }

        return isAnyLive;
    }

    /// <summary>Ends the sessions to which a name leads, those that may be ended.</summary>
    /// <returns>How many there were.</returns>
    public static int End(Shelf shelf, Name start, Func<Kept, bool> mayEnd, Action<string> call)
    {
        var names = new List<Name> { start };
        var (ended, copies) = (0, 0);
        for (var i = 0; i < names.Count; i++)
        {
            call("load");
            var found = shelf.Find(names[i]);
            if (found?.Closing is { } closing)
            {
                copies++;
                names.AddRange(closing.Successors);
            }
            else if (found is not null && mayEnd(found))
            {
                call("remove");
                shelf.Remove(names[i]);
                ended++;
            }
        }

        // Each copy once more: another session may have continued from it in the meantime.
        for (; copies > 0; copies--)
        {
            call("load");
        }

        return ended;
    }
}

namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>Follows closed copies to the sessions that continued from them.</summary>
internal static class ModelChain
{
    /// <summary>Returns whether the session lives that took the place of a closed copy, to the end of the chain.</summary>
    /// <param name="shelf">Where the sessions are.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="call">Called with each call of the engine.</param>
    public static bool IsFirstLive(Shelf shelf, Kept copy, Action<string> call)
    {
        var names = new List<Name>(copy.Closing!.Successors);
        var (first, isFirstLive) = (names[0], false);
        for (var i = 0; i < names.Count; i++)
        {
            call("load");
            var found = shelf.Find(names[i]);
            isFirstLive |= names[i] == first && found is { Closing: null };
            first = names[i] == first && found?.Closing is { } closing ? closing.Successors[0] : first;
            names.AddRange(found?.Closing?.Successors ?? []);
        }

        return isFirstLive;
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

namespace TypedSessions.Hosting.Commands;

/// <summary>Prints the results of the command <c>sessions</c>.</summary>
internal interface ISessionPrinter
{
    /// <summary>Prints a session of a list.</summary>
    void PrintRow(SessionRecordEntry session);

    /// <summary>Ends a list.</summary>
    /// <param name="count">How many sessions were printed.</param>
    /// <param name="isCut">Whether there are more.</param>
    void PrintEnd(int count, bool isCut);

    /// <summary>Prints everything about a session except its values.</summary>
    void PrintDetails(SessionRecordEntry session);

    /// <summary>Prints how many sessions there are.</summary>
    void PrintCount(long count);

    /// <summary>Prints how many sessions were ended.</summary>
    void PrintEnded(int count);
}

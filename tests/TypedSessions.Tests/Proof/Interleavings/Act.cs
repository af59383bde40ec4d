namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>What a request can do with its session, once it has loaded it.</summary>
internal enum Act
{
    /// <summary>Sets a key that no other request sets.</summary>
    SetOwn,

    /// <summary>Sets a key that others set too.</summary>
    SetShared,

    /// <summary>Removes that key.</summary>
    RemoveShared,

    /// <summary>Adds an element to a list that others change, too.</summary>
    AddElement,

    /// <summary>Removes the first element of that list.</summary>
    RemoveElement,

    /// <summary>Removes that list.</summary>
    RemoveList,

    /// <summary>Raises a number that others raise, too.</summary>
    Raise,

    /// <summary>Empties the session.</summary>
    Clear,

    /// <summary>Saves by hand.</summary>
    Commit,

    /// <summary>Asks for a new id.</summary>
    Rotate,

    /// <summary>Signs in a separate user, as ASP.NET Core's authentication does here.</summary>
    SignIn,

    /// <summary>Ends the session.</summary>
    Abandon,

    /// <summary>Lets the session end after an hour.</summary>
    EndSoon,

    /// <summary>Lets the session end now.</summary>
    EndNow,

    /// <summary>Answers with 500.</summary>
    Fail,
}

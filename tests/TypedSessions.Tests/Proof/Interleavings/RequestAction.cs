namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>An operation of a request on its loaded session.</summary>
internal enum RequestAction
{
    /// <summary>Sets a key that no other request sets.</summary>
    SetOwn,

    /// <summary>Sets a key that other requests also set.</summary>
    SetShared,

    /// <summary>Removes the shared key.</summary>
    RemoveShared,

    /// <summary>Adds an element to a list that other requests also change.</summary>
    AddElement,

    /// <summary>Removes the first element of the list.</summary>
    RemoveElement,

    /// <summary>Removes the list.</summary>
    RemoveList,

    /// <summary>Increases a number that other requests also increase.</summary>
    Raise,

    /// <summary>Removes all values.</summary>
    Clear,

    /// <summary>Commits explicitly.</summary>
    Commit,

    /// <summary>Rotates the session.</summary>
    Rotate,

    /// <summary>Signs in a user for this request, like the integration with ASP.NET Core's authentication.</summary>
    SignIn,

    /// <summary>Abandons the session.</summary>
    Abandon,

    /// <summary>Sets an idle timeout of an hour.</summary>
    EndSoon,

    /// <summary>Sets an expiry in the past.</summary>
    EndNow,

    /// <summary>Sets the status 500.</summary>
    Fail,
}

namespace TypedSessions.Models;

/// <summary>A map of a model, for the model's view.</summary>
internal interface ISessionMap
{
    /// <summary>Sets the items that were changed in place.</summary>
    /// <exception cref="InvalidOperationException">An item cannot be stored.</exception>
    void CaptureChanges();

    /// <summary>Drops the items that were read, with their changes in place.</summary>
    void Forget();
}

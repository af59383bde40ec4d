namespace TypedSessions;

/// <summary>stub</summary>
public sealed class SessionView
{
    /// <summary>stub</summary>
    public SessionView(IReadOnlyList<SessionProperty> properties) => throw new NotImplementedException();
    /// <summary>stub</summary>
    public SessionView(ISession session, IReadOnlyList<SessionProperty> properties) => throw new NotImplementedException();
    /// <summary>stub</summary>
    public ISession Session => throw new NotImplementedException();
    /// <summary>stub</summary>
    public T Get<T>(SessionProperty<T> property) => throw new NotImplementedException();
    /// <summary>stub</summary>
    public void Set<T>(SessionProperty<T> property, T? value) => throw new NotImplementedException();
    /// <summary>stub</summary>
    public bool Contains(string propertyName) => throw new NotImplementedException();
    /// <summary>stub</summary>
    public void Remove(string propertyName) => throw new NotImplementedException();
    /// <summary>stub</summary>
    public void Clear() => throw new NotImplementedException();
    /// <summary>stub</summary>
    public bool IsModified => throw new NotImplementedException();
    /// <summary>stub</summary>
    public IReadOnlyList<string> ModifiedProperties => throw new NotImplementedException();
    internal void CaptureChanges() => throw new NotImplementedException();
}

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>The page whose claims a class tests.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PageAttribute(string path) : Attribute
{
    /// <summary>The page's path, relative to the root of the repository.</summary>
    public string Path => path;
}

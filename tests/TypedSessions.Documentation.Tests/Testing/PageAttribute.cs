namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>Names the page whose claims a class tests.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PageAttribute(string path) : Attribute
{
    /// <summary>The page's path, relative to the root of the repository.</summary>
    public string Path => path;
}

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>A block of code on a page.</summary>
/// <param name="Page">The page's path, relative to the root of the repository.</param>
/// <param name="Line">The line on which the block begins.</param>
/// <param name="Language">The language that the page names.</param>
/// <param name="Text">The code.</param>
internal sealed record CodeBlock(string Page, int Line, string Language, string Text)
{
    public bool IsCSharp => Language == "csharp";

    public override string ToString() => $"{Page}, line {Line}:\n{Text}";
}

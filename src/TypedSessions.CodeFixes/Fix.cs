using Microsoft.CodeAnalysis.Editing;

namespace TypedSessions.CodeFixes;

/// <summary>A change that fixes a diagnostic.</summary>
/// <param name="Title">The title in the imperative: <c>Make 'Cart' partial</c>.</param>
/// <param name="EquivalenceKey">The key shared by all changes of one fix-all, so it contains no user names.</param>
/// <param name="Edit">Applies the change.</param>
internal sealed record Fix(string Title, string EquivalenceKey, Func<SolutionEditor, CancellationToken, Task> Edit);

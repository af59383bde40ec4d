using Microsoft.CodeAnalysis.Editing;

namespace TypedSessions.CodeFixes;

/// <summary>A change that is offered where something is reported.</summary>
/// <param name="Title">What it does, short and in the imperative: <c>Make 'Cart' partial</c>.</param>
/// <param name="EquivalenceKey">The same for all changes that fix-all makes together, so it has no names of the user's in it.</param>
/// <param name="Edit">Makes the change.</param>
internal sealed record Fix(string Title, string EquivalenceKey, Func<SolutionEditor, CancellationToken, Task> Edit);

namespace TypedSessions.Generator.Model;

/// <summary>What was read of a class with <c>[SessionModel]</c>.</summary>
/// <param name="Model">What is generated; <see langword="null"/> if there is nothing to write, or no place to write it into.</param>
/// <param name="Problems">What the compiler keeps the analyzers from reporting.</param>
internal sealed record ParsedModel(SessionModel? Model, EquatableArray<ReportedProblem> Problems);

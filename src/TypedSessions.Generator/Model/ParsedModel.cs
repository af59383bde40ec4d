namespace TypedSessions.Generator.Model;

/// <summary>The result for a class with <c>[SessionModel]</c>: a model to generate, or problems that no analyzer can report.</summary>
/// <param name="Model">The model, or <see langword="null"/> if nothing is generated.</param>
/// <param name="Problems">The problems of a class that cannot be generated, because the compiler stops before the analyzers run.</param>
internal sealed record ParsedModel(SessionModel? Model, EquatableArray<ReportedProblem> Problems);

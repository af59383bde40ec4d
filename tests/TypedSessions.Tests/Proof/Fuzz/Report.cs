namespace TypedSessions.Tests.Proof.Fuzz;

/// <summary>Creates the message for a failing input, with everything to reproduce it.</summary>
internal static class Report
{
    public static string Failure(FuzzTarget target, int seed, byte[] input, Exception exception) => $"""
        {exception.GetType().Name}: {exception.Message}
        {Input(target, seed, input)}
        {exception.StackTrace}
        """;

    public static string Hang(FuzzTarget target, int seed, byte[] input) => $"""
        The target has been busy with one input for too long.
        {Input(target, seed, input)}
        """;

    private static string Input(FuzzTarget target, int seed, byte[] input) => $"""
        target: {target.Name}, seed: {seed}, input: {input.Length} bytes
        {Convert.ToBase64String(input)}
        The input alone: TYPED_SESSIONS_FUZZ_INPUT={target.Name}:{Convert.ToBase64String(input)} \
          dotnet test tests/TypedSessions.Tests --filter FullyQualifiedName~FuzzTests
        The whole run: the same with TYPED_SESSIONS_FUZZ_SEED={seed} and the same TYPED_SESSIONS_FUZZ in its place.
        Once fixed, add it to tests/TypedSessions.Tests/Proof/Fuzz/Corpus/{target.Name} under a name that describes it.
        """;
}

using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Finds keys that are generated in the call itself, so that their values cannot be read again.</summary>
internal static class UnstableKey
{
    public static Diagnostic? FindProblem(KeyedCall call)
        => call.Key is null && UnstableValue.Find(call.KeyValue) is { } part
            ? Diagnostic.Create(AccessDescriptors.UnstableKey, call.Location, part)
            : null;
}

using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Finds keys that are made anew in the call itself, so that nobody can ask for them again.</summary>
internal static class UnstableKey
{
    public static Diagnostic? Problem(KeyedCall call)
        => call.Key is null && UnstableValue.In(call.KeyValue) is { } part
            ? Diagnostic.Create(Descriptors.UnstableKey, call.Place, part)
            : null;
}

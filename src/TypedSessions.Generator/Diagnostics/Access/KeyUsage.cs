using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>The calls of a compilation that use one key that belongs to no model.</summary>
internal sealed class KeyUsage(string key, IReadOnlyList<KeyedCall> calls)
{
    private readonly KeyedVerbs _verbs = calls.Aggregate(KeyedVerbs.None, static (verbs, call) => verbs | call.Verbs);

    public string Key => key;

    public IReadOnlyList<KeyedCall> Calls => calls;

    /// <summary>Gets a value indicating whether the key is both written and read, so that its spelling is intended.</summary>
    public bool IsComplete => HasVerb(KeyedVerbs.Write) && HasVerb(KeyedVerbs.Read | KeyedVerbs.Test);

    /// <summary>
    /// Gets a value indicating whether the key may be misspelled. Excluded are keys that are removed, because an older version may have set
    /// them, and keys of frameworks (<c>__</c>).
    /// </summary>
    public bool MayBeMisspelled => !IsComplete && !HasVerb(KeyedVerbs.Remove) && !key.StartsWith("__", StringComparison.Ordinal);

    public bool IsOnlyWritten => HasVerb(KeyedVerbs.Write);

    /// <summary>Returns a diagnostic for each call that reads the key as a type that no call writes.</summary>
    public IEnumerable<Diagnostic> FindTypeMismatches()
    {
        var writes = calls.Where(static call => call.HasVerb(KeyedVerbs.Write)).ToArray();
        if (Array.Exists(writes, static write => write.ValueType is null))
        {
            yield break;
        }

        foreach (var read in calls.Where(static call => call.HasVerb(KeyedVerbs.Read)
            && !call.HasVerb(KeyedVerbs.Write)
            && call.CanReport(call.Location)))
        {
            if (Array.TrueForAll(writes, write => StoredForm.Differs(read.ValueType, write.ValueType)))
            {
                yield return CreateTypeMismatch(read, GetFirst(writes));
            }
        }
    }

    private Diagnostic CreateTypeMismatch(KeyedCall read, KeyedCall write)
        => Diagnostic.Create(
            AccessDescriptors.KeyOfTwoTypes,
            read.Location,
            [write.Location],
            key,
            "read",
            read.ValueType!.ShortName(),
            "written",
            write.ValueType!.ShortName());

    private static KeyedCall GetFirst(KeyedCall[] calls)
        => calls.OrderBy(static call => call.Call.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(
            static call => call.Call.Syntax.SpanStart)
            .First();

    private bool HasVerb(KeyedVerbs verbs) => (_verbs & verbs) != 0;
}

using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>All that a compilation does by hand with one key that no model has.</summary>
internal sealed class KeyUse(string key, IReadOnlyList<KeyedCall> calls)
{
    private readonly KeyedVerbs _verbs = calls.Aggregate(KeyedVerbs.None, static (verbs, call) => verbs | call.Verbs);

    public string Key => key;

    public IReadOnlyList<KeyedCall> Calls => calls;

    /// <summary>Whether the key is both written and read: it is a key of its own, however it is spelt.</summary>
    public bool IsComplete => Does(KeyedVerbs.Write) && Does(KeyedVerbs.Read | KeyedVerbs.Test);

    /// <summary>
    /// Whether one side is missing. A key that is removed is known to be there, from
    /// an older version for one; one that begins with "__" is a framework's.
    /// </summary>
    public bool MayBeMisspelt => !IsComplete && !Does(KeyedVerbs.Remove) && !key.StartsWith("__", StringComparison.Ordinal);

    public bool IsOnlyWritten => Does(KeyedVerbs.Write);

    /// <summary>The calls that read the key as a type as which nothing writes it.</summary>
    public IEnumerable<Diagnostic> ReadAsOtherType()
    {
        var writes = calls.Where(static call => call.Does(KeyedVerbs.Write)).ToArray();
        if (Array.Exists(writes, static write => write.ValueType is null))
        {
            yield break;
        }

        foreach (var read in calls.Where(static call => call.Does(KeyedVerbs.Read) && !call.Does(KeyedVerbs.Write)))
        {
            if (Array.TrueForAll(writes, write => StoredForm.Differs(read.ValueType, write.ValueType)))
            {
                yield return Report(read, First(writes));
            }
        }
    }

    private Diagnostic Report(KeyedCall read, KeyedCall write)
        => Diagnostic.Create(
            Descriptors.KeyOfTwoTypes,
            read.Place,
            [write.Place],
            key,
            "read",
            read.ValueType!.ShortName(),
            "written",
            write.ValueType!.ShortName());

    private static KeyedCall First(KeyedCall[] calls)
        => calls.OrderBy(static call => call.Call.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(
            static call => call.Call.Syntax.SpanStart)
            .First();

    private bool Does(KeyedVerbs verbs) => (_verbs & verbs) != 0;
}

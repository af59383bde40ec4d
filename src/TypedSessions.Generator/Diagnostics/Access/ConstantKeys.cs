using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Compares the constant keys in code with those of the models and with each other.</summary>
internal sealed class ConstantKeys(ModelKeys models)
{
    /// <summary>The property of a diagnostic that holds the key that was probably meant.</summary>
    public const string ProposedKey = "Key";

    private readonly ConcurrentBag<KeyedCall> _others = [];

    /// <summary>
    /// Returns the problem of a call whose key belongs to a model. Collects calls with other keys for
    /// <see cref="FindProblemsOfOtherKeys"/>.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="user">The member that contains the call.</param>
    public Diagnostic? FindProblem(KeyedCall call, ISymbol user)
    {
        if (call.Key is not { } key)
        {
            return null;
        }

        if (!models.Contains(key))
        {
            _others.Add(call);
            return null;
        }

        return models.Find(key, user) is not { } property ? null
            : !SessionAttributes.HasCodec(property)
                && StoredForm.Differs(call.ValueType, property.ValueType()) ? CreateTypeMismatch(call, key, property)
            : SessionMaps.IsMap(property.Type) ? null
            : Diagnostic.Create(AccessDescriptors.RawKeyOfProperty, call.Location, key, property.FullName());
    }

    /// <summary>Returns the problems of the keys that belong to no model.</summary>
    public IEnumerable<Diagnostic> FindProblemsOfOtherKeys()
        => _others.GroupBy(static call => call.Key!, StringComparer.Ordinal)
            .Select(static group => new KeyUsage(group.Key, [.. group]))
            .SelectMany(use => use.IsComplete ? use.FindTypeMismatches() : FindNearMisses(use));

    private static Diagnostic CreateTypeMismatch(KeyedCall call, string key, IPropertySymbol property)
        => Diagnostic.Create(
            AccessDescriptors.KeyOfTwoTypes,
            call.Location,
            key,
            call.HasVerb(KeyedVerbs.Write) ? "written" : "read",
            call.ValueType!.ShortName(),
            $"session property '{property.FullName()}' stores it",
            property.ValueType().WithoutNullable().ShortName());

    private IEnumerable<Diagnostic> FindNearMisses(KeyUsage use)
        => use.MayBeMisspelled && models.FindNear(use.Key) is { } near
            ? use.Calls.Where(static call => call.CanReport(call.Location)).Select(call => Diagnostic.Create(
                AccessDescriptors.NearMissOfKey,
                call.Location,
                ImmutableDictionary<string, string?>.Empty.Add(ProposedKey, near.Key),
                use.Key,
                near.Key,
                near.Value.FullName(),
                use.IsOnlyWritten ? "reads" : "sets"))
            : [];
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Compares the constant keys that code uses by hand with those of the models and with each other.</summary>
internal sealed class ConstantKeys(ModelKeys models)
{
    /// <summary>The property of a diagnostic that has the key which was probably meant.</summary>
    public const string ProposedKey = "Key";

    private readonly ConcurrentBag<KeyedCall> _others = [];

    /// <summary>What is wrong with a key that belongs to a model. Other keys are remembered until all are known.</summary>
    /// <param name="call">The call.</param>
    /// <param name="user">The member that makes it.</param>
    public Diagnostic? Problem(KeyedCall call, ISymbol user)
    {
        if (call.Key is not { } key)
        {
            return null;
        }

        if (!models.Has(key))
        {
            _others.Add(call);
            return null;
        }

        return models.Find(key, user) is not { } property ? null
            : !SessionAttributes.HasCodec(property) && StoredForm.Differs(call.ValueType, property.Type) ? OtherType(call, key, property)
            : Diagnostic.Create(Descriptors.RawKeyOfProperty, call.Place, key, property.FullName());
    }

    /// <summary>What is wrong with the keys that no model has.</summary>
    public IEnumerable<Diagnostic> ProblemsOfOthers()
        => _others.GroupBy(static call => call.Key!, StringComparer.Ordinal)
            .Select(static group => new KeyUse(group.Key, [.. group]))
            .SelectMany(use => use.IsComplete ? use.ReadAsOtherType() : NearMisses(use));

    private static Diagnostic OtherType(KeyedCall call, string key, IPropertySymbol property)
        => Diagnostic.Create(
            Descriptors.KeyOfTwoTypes,
            call.Place,
            key,
            call.Does(KeyedVerbs.Write) ? "written" : "read",
            call.ValueType!.ShortName(),
            $"session property '{property.FullName()}' has it",
            property.Type.WithoutNullable().ShortName());

    private IEnumerable<Diagnostic> NearMisses(KeyUse use)
        => use.MayBeMisspelt && models.FindNear(use.Key) is { } near
            ? use.Calls.Select(call => Diagnostic.Create(
                Descriptors.NearMissOfKey,
                call.Place,
                ImmutableDictionary<string, string?>.Empty.Add(ProposedKey, near.Key),
                use.Key,
                near.Key,
                near.Value.FullName(),
                use.IsOnlyWritten ? "reads" : "sets"))
            : [];
}

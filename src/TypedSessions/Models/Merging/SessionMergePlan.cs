using System.ComponentModel;
using System.Numerics;
using TypedSessions.Models.Merging;

namespace TypedSessions;

/// <summary>
/// Describes how the value of a property is merged with another request's change of it. Created by generated code, from the property's
/// type and its <see cref="SessionPropertyAttribute.Merge"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionMergePlan
{
    private protected SessionMergePlan()
    {
    }

    /// <summary>Gets the plan of <see cref="SessionMerge.Fail"/>.</summary>
    public static SessionMergePlan Fail { get; } = new FailPlan();

    /// <summary>Gets the plan for a set, to which elements are added and removed one by one.</summary>
    public static SessionMergePlan Set { get; } = new SetPlan();

    /// <summary>Returns the plan of <see cref="SessionMerge.Sum"/>.</summary>
    /// <param name="codec">The codec that stores the number.</param>
    public static SessionMergePlan Sum<T>(SessionCodec<T> codec)
        where T : INumber<T>
    {
        ArgumentNullException.ThrowIfNull(codec);
        return new SumPlan<T>(codec);
    }

    /// <summary>Returns the plan for a list.</summary>
    /// <param name="identity">The name of the property that identifies an element; <see langword="null"/> for none.</param>
    /// <param name="elements">The plan for the elements; <see langword="null"/> if each is one unit.</param>
    public static SessionMergePlan List(string? identity = null, SessionMergePlan? elements = null)
        => new ListPlan(identity, (JsonPlan?)elements);

    /// <summary>Returns the plan for a dictionary.</summary>
    /// <param name="values">The plan for the values; <see langword="null"/> if each is one unit.</param>
    public static SessionMergePlan Dictionary(SessionMergePlan? values = null) => new DictionaryPlan((JsonPlan?)values);

    /// <summary>Returns the plan for an object, which is merged member by member.</summary>
    /// <param name="members">The plans for the members; every other member is one unit.</param>
    public static SessionMergePlan Object(params ReadOnlySpan<(string Name, SessionMergePlan Plan)> members)
        => new ObjectPlan(members);

    /// <summary>Merges two changes of a value.</summary>
    internal abstract MergedValue Merge(in ValueVersions versions, IStoredForm form);
}

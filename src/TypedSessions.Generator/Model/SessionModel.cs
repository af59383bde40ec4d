namespace TypedSessions.Generator.Model;

/// <summary>All that the generated half of a model needs to know. Strings and numbers only, so that two of them can be compared.</summary>
/// <param name="HintName">The name of the generated file, without its extension.</param>
/// <param name="Namespace">The namespace as it is written; empty for the global one.</param>
/// <param name="Declarations">
/// How the types around the model and the model itself are declared, outermost first: <c>partial class Cart&lt;T&gt;</c>.
/// </param>
/// <param name="DisplayName">The model's name for people: <c>Shop.Outer.Cart</c>.</param>
/// <param name="Name">The model as it calls itself: <c>Cart&lt;T&gt;</c>.</param>
/// <param name="Names">What the private members are called.</param>
/// <param name="Helpers">Which of the public helper members are generated.</param>
/// <param name="Properties">The properties in the order of their declaration.</param>
/// <param name="Unusable">The partial properties that cannot be kept in the session.</param>
/// <param name="ExperimentalIds">The ids of the compiler's reports about experimental types of properties.</param>
/// <param name="IsUsable">Whether the class can be a model. If not, nothing is written but properties that throw.</param>
internal sealed record SessionModel(
    string HintName,
    string Namespace,
    EquatableArray<string> Declarations,
    string DisplayName,
    string Name,
    PrivateNames Names,
    HelperMembers Helpers,
    EquatableArray<SessionProperty> Properties,
    EquatableArray<UnusableProperty> Unusable,
    EquatableArray<string> ExperimentalIds,
    bool IsUsable);

/// <summary>The names of what the generated half declares for itself. Another one is taken where the user has the usual one.</summary>
/// <param name="Session">The field with the session, usually <c>_session</c>.</param>
/// <param name="Stored">The class with one line per property, usually <c>Stored</c>.</param>
/// <param name="All">The list in that class, usually <c>All</c>.</param>
internal sealed record PrivateNames(string Session, string Stored, string All);

/// <summary>The public members that every model gets, unless it has a member of the name.</summary>
[Flags]
internal enum HelperMembers
{
    None = 0,
    Session = 1 << 0,
    IsModified = 1 << 1,
    ModifiedProperties = 1 << 2,
    Contains = 1 << 3,
    Remove = 1 << 4,
    Clear = 1 << 5,
    All = Session | IsModified | ModifiedProperties | Contains | Remove | Clear,
}

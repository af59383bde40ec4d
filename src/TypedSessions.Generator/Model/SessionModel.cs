namespace TypedSessions.Generator.Model;

/// <summary>The data of a model's generated half. Contains only strings and numbers, so that it has value equality.</summary>
/// <param name="HintName">The name of the generated file, without its extension.</param>
/// <param name="Namespace">The namespace; empty for the global one.</param>
/// <param name="Declarations">
/// The declarations of the containing types and the model, outermost first: <c>partial class Cart&lt;T&gt;</c>.
/// </param>
/// <param name="DisplayName">The display name: <c>Shop.Outer.Cart</c>.</param>
/// <param name="Name">The name with type parameters: <c>Cart&lt;T&gt;</c>.</param>
/// <param name="Names">The names of the generated members that the model uses.</param>
/// <param name="Helpers">The public helper members to generate.</param>
/// <param name="Properties">The properties in the order of their declaration.</param>
/// <param name="RetiredKeys">The keys of properties that the model no longer has.</param>
/// <param name="Unusable">The partial properties that cannot be kept in the session.</param>
/// <param name="ExperimentalIds">The ids of the compiler's diagnostics for experimental types of properties.</param>
/// <param name="IsUsable">Whether the class can be a model. If not, only properties that throw are generated.</param>
internal sealed record SessionModel(
    string HintName,
    string Namespace,
    EquatableArray<string> Declarations,
    string DisplayName,
    string Name,
    GeneratedNames Names,
    HelperMembers Helpers,
    EquatableArray<SessionProperty> Properties,
    EquatableArray<string> RetiredKeys,
    EquatableArray<UnusableProperty> Unusable,
    EquatableArray<string> ExperimentalIds,
    bool IsUsable);

/// <summary>The names of generated members. Numbered if the user's class already has a member of the name.</summary>
/// <param name="Session">The field that holds the session, usually <c>_session</c>.</param>
/// <param name="Properties">The public class with one line per property, usually <c>Properties</c>.</param>
/// <param name="All">The array in that class, usually <c>All</c>.</param>
/// <param name="Stored">The private class with what only the model uses, usually <c>Stored</c>.</param>
/// <param name="Retired">The array of the retired keys in that class, usually <c>Retired</c>.</param>
internal sealed record GeneratedNames(string Session, string Properties, string All, string Stored, string Retired);

/// <summary>The public members of every model, except those whose name the class already uses.</summary>
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
    Keep = 1 << 6,
    All = Session | IsModified | ModifiedProperties | Contains | Remove | Clear | Keep,
}

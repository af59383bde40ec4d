using TypedSessions.Generator.Diagnostics.Secrets;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// Recognizes sign-in and sign-out by the names of methods, routes and values: <c>PostLoginAsync</c>, but not <c>ShowLoginPage</c>.
/// </summary>
internal static class SignInNames
{
    private static readonly HashSet<string> In = Set("login logon signin signon");

    private static readonly HashSet<string> Out = Set("logout logoff signout signoff");

    // Words that do not change the meaning of a name.
    private static readonly HashSet<string> Fillers = Set(
        "post do try handle perform process complete finish submit execute action handler async api "
        + "user member customer admin account with by via password credentials code external callback confirm confirmed "
        + "oidc all everywhere current");

    private static readonly HashSet<string> TypeFillers = Set(
        "model controller page endpoint endpoints handler command service api user member customer admin account");

    // Names of the main method of a single-purpose type.
    private static readonly HashSet<string> MainMethods = Set("onpost post index handle execute invoke run");

    private static readonly HashSet<string> Persons = Set(
        "user username userid uid member memberid membername account accountid customer customerid login role roles admin "
        + "authenticated loggedin logged signed employee student teacher patient doctor player operator identity");

    private static readonly HashSet<string> UserKeyEndings = Set(
        "user username userid uid member memberid membername account accountid customer customerid login role roles admin "
        + "authenticated loggedin in name id guid email identity");

    private static readonly HashSet<string> ExcludedWords = Set(
        "pending temp temporary hint attempt attempts failed last previous remember remembered challenge two factor mfa otp "
        + "return selected default recent new register registration");

    /// <param name="name">The name of a method or the last segment of a route.</param>
    /// <param name="configured">The words that the project adds.</param>
    public static bool IsSignIn(string name, IReadOnlyCollection<string> configured) => HasMeaning(name, Fillers, In, configured);

    /// <inheritdoc cref="IsSignIn"/>
    public static bool IsSignOut(string name, IReadOnlyCollection<string> configured) => HasMeaning(name, Fillers, Out, configured);

    /// <summary>Returns whether a method performs what its type is named for: <c>LoginModel.OnPostAsync</c>.</summary>
    public static bool IsMainMethod(string name)
    {
        var words = IdentifierWords.Split(name);
        return MainMethods.Contains(string.Concat(words.Where(static word => word != "async")));
    }

    public static bool IsSignInType(string name, IReadOnlyCollection<string> configured)
        => HasMeaning(name, TypeFillers, In, configured);

    public static bool IsSignOutType(string name, IReadOnlyCollection<string> configured)
        => HasMeaning(name, TypeFillers, Out, configured);

    /// <summary>Returns the last segment of a route that is not a parameter.</summary>
    public static string GetActionSegment(string route)
        => route.Split('/').LastOrDefault(static part => part.Length > 0 && part[0] is not ('{' or '[')) ?? "";

    /// <summary>Returns whether a key or property identifies the signed-in user or a role.</summary>
    public static bool IsUserKey(string key)
    {
        var words = IdentifierWords.Split(key);
        return words.Count > 0
            && UserKeyEndings.Contains(words[words.Count - 1])
            && words.Exists(Persons.Contains)
            && !words.Exists(ExcludedWords.Contains);
    }

    // "On" is ignored only at the start: OnPostLogin, but LogOn.
    private static bool HasMeaning(
        string name, HashSet<string> fillers, HashSet<string> meanings, IReadOnlyCollection<string> configured)
        => (IsCandidate(name) || configured.Count > 0)
            && string.Concat(IdentifierWords.Split(name).Where((word, index) => !fillers.Contains(word) && (word != "on" || index > 0)))
                is var meaning
            && (meanings.Contains(meaning) || configured.Contains(meaning));

    // A cheap check for the common part of all meanings, before names are split.
    private static bool IsCandidate(string name)
        => name.IndexOf("log", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("sign", StringComparison.OrdinalIgnoreCase) >= 0;

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}

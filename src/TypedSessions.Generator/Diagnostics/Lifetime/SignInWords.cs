using TypedSessions.Generator.Diagnostics.Secrets;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// Knows by the names of methods, routes and values that somebody signs in or out.
/// <c>PostLoginAsync</c> does, <c>ShowLoginPage</c> does not.
/// </summary>
internal static class SignInWords
{
    private static readonly HashSet<string> In = Set("login logon signin signon");

    private static readonly HashSet<string> Out = Set("logout logoff signout signoff");

    // What a name may say besides without saying something else.
    private static readonly HashSet<string> Fillers = Set(
        "post do try handle perform process complete finish submit execute action handler async api "
        + "user member customer admin account with by via password credentials code external callback confirm confirmed "
        + "oidc all everywhere current");

    private static readonly HashSet<string> TypeFillers = Set(
        "model controller page endpoint endpoints handler command service api user member customer admin account");

    // What a type that is named for one thing calls the method that does it.
    private static readonly HashSet<string> MainMethods = Set("onpost post index handle execute invoke run");

    private static readonly HashSet<string> Persons = Set(
        "user username userid uid member memberid membername account accountid customer customerid login role roles admin "
        + "authenticated loggedin logged signed employee student teacher patient doctor player operator identity");

    private static readonly HashSet<string> Marks = Set(
        "user username userid uid member memberid membername account accountid customer customerid login role roles admin "
        + "authenticated loggedin in name id guid email identity");

    private static readonly HashSet<string> NotYet = Set(
        "pending temp temporary hint attempt attempts failed last previous remember remembered challenge two factor mfa otp "
        + "return selected default recent new register registration");

    public static bool SaySignIn(string name) => Says(name, Fillers, In);

    public static bool SaySignOut(string name) => Says(name, Fillers, Out);

    /// <summary>Whether the method of a type signs somebody in or out by the type's name: <c>LoginModel.OnPostAsync</c>.</summary>
    public static bool IsMainMethod(string name)
    {
        var words = Words.Split(name);
        return MainMethods.Contains(string.Concat(words.Where(static word => word != "async")));
    }

    public static bool TypeSaysSignIn(string name) => Says(name, TypeFillers, In);

    public static bool TypeSaysSignOut(string name) => Says(name, TypeFillers, Out);

    /// <summary>The part of a route that names what it does: the last one that is no parameter.</summary>
    public static string NameIn(string route)
        => route.Split('/').LastOrDefault(static part => part.Length > 0 && part[0] is not ('{' or '[')) ?? "";

    /// <summary>Whether a key or a property says who is signed in, or as what.</summary>
    public static bool NameUser(string key)
    {
        var words = Words.Split(key);
        return words.Count > 0
            && Marks.Contains(words[words.Count - 1])
            && words.Exists(Persons.Contains)
            && !words.Exists(NotYet.Contains);
    }

    // "On" fills at the front only: OnPostLogin, but LogOn.
    private static bool Says(string name, HashSet<string> fillers, HashSet<string> meanings)
        => MaySay(name)
            && meanings.Contains(string.Concat(
                Words.Split(name).Where((word, index) => !fillers.Contains(word) && (word != "on" || index > 0))));

    // What all meanings have in common. To take every name of a project apart takes its time.
    private static bool MaySay(string name)
        => name.IndexOf("log", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("sign", StringComparison.OrdinalIgnoreCase) >= 0;

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}

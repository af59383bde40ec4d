using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>The types by which code gets at sessions, as one compilation sees them.</summary>
/// <param name="Library">The library's own.</param>
/// <param name="Session"><c>ISession</c>.</param>
/// <param name="Opened"><c>SessionScope</c>: a session outside a request.</param>
/// <param name="Manager"><c>ISessionManager</c>.</param>
/// <param name="Response"><c>HttpResponse</c>.</param>
/// <param name="LeavesSignIn">Whether the project turns off what the library does by itself when somebody signs in or out.</param>
internal sealed record SessionTypes(
    LibraryTypes Library,
    INamedTypeSymbol Session,
    INamedTypeSymbol? Opened,
    INamedTypeSymbol? Manager,
    INamedTypeSymbol? Response,
    Lazy<bool> LeavesSignIn)
{
    private static readonly Regex SignInIsOff = new(@"\bSignIn\s*(\.|=\s*\{)\s*Enabled\s*=\s*false\b", RegexOptions.CultureInvariant);

    public static SessionTypes? From(Compilation compilation, LibraryTypes library)
        => compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.ISession") is { } session
            ? new(
                library,
                session,
                compilation.GetTypeByMetadataName(KnownNames.Namespace + ".SessionScope"),
                compilation.GetTypeByMetadataName(KnownNames.Namespace + ".ISessionManager"),
                compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.HttpResponse"),
                SourceSearch.Start(compilation, SignInIsOff))
            : null;

    public bool IsSession(ITypeSymbol? type) => IsOrImplements(type, Session);

    public bool IsOpened(ITypeSymbol? type) => Is(type, Opened);

    public bool IsManager(ITypeSymbol? type) => IsOrImplements(type, Manager);

    public bool IsResponse(ITypeSymbol? type) => Is(type, Response);

    /// <summary>Whether a variable of the type holds a session or a view of one.</summary>
    public bool IsSessionOrModel(ITypeSymbol? type) => type is not null && (IsSession(type) || SessionAttributes.IsModel(type));

    /// <summary>Whether a chain leads to the session of the request around it, and not to one that was opened or made.</summary>
    public bool IsOfRequest(MemberChain chain)
        => chain.Root is IParameterSymbol or INamedTypeSymbol
            && !IsOpened(GetSymbolType(chain.Root))
            && !chain.Members.Any(member => IsOpened(GetSymbolType(member)));

    /// <summary>
    /// The object that a call is made on. An extension has it as the instance or as
    /// the first argument: that depends on how it is compiled and written.
    /// </summary>
    public static IOperation? Receiver(IInvocationOperation call)
        => call.Instance ?? (
            call.TargetMethod.IsStatic ? call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0)?.Value : null);

    private static ITypeSymbol? GetSymbolType(ISymbol symbol)
        => symbol switch
        {
            IParameterSymbol parameter => parameter.Type,
            ILocalSymbol local => local.Type,
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            ITypeSymbol type => type,
            _ => null,
        };

    private static bool IsOrImplements(ITypeSymbol? type, INamedTypeSymbol? known)
        => type is not null && (Is(type, known) || type.AllInterfaces.Any(implemented => Is(implemented, known)));

    private static bool Is(ITypeSymbol? type, INamedTypeSymbol? known)
        => known is not null && SymbolEqualityComparer.Default.Equals(type, known);
}

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>The types through which code accesses sessions, in one compilation.</summary>
/// <param name="Library">The types of the library.</param>
/// <param name="Session"><c>ISession</c>.</param>
/// <param name="Scope"><c>SessionScope</c>: a session outside a request.</param>
/// <param name="Manager"><c>ISessionManager</c>.</param>
/// <param name="Response"><c>HttpResponse</c>.</param>
/// <param name="IsSignInDisabled">Whether the project disables the library's own handling of sign-in and sign-out.</param>
/// <param name="UsesStockSession">Whether the project adds ASP.NET Core's own session and no typed sessions.</param>
/// <param name="Files">The files that may use a session.</param>
internal sealed record SessionTypes(
    LibraryTypes Library,
    INamedTypeSymbol Session,
    INamedTypeSymbol? Scope,
    INamedTypeSymbol? Manager,
    INamedTypeSymbol? Response,
    Lazy<bool> IsSignInDisabled,
    Lazy<bool> UsesStockSession,
    SessionFiles Files)
{
    private static readonly Regex DisabledSignIn = new(@"\bSignIn\s*(\.|=\s*\{)\s*Enabled\s*=\s*false\b", RegexOptions.CultureInvariant);

    private static readonly Regex StockSession = new(@"\bAddSession\s*\(", RegexOptions.CultureInvariant);

    private static readonly Regex TypedSessions = new(@"\bAddTypedSessions\s*\(", RegexOptions.CultureInvariant);

    public static SessionTypes? From(Compilation compilation, LibraryTypes library)
        => compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.ISession") is { } session
            ? new(
                library,
                session,
                compilation.GetTypeByMetadataName(KnownNames.Namespace + ".SessionScope"),
                compilation.GetTypeByMetadataName(KnownNames.Namespace + ".ISessionManager"),
                compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.HttpResponse"),
                SourceSearch.Start(compilation, DisabledSignIn),
                SourceSearch.Start(compilation, StockSession, exceptWith: TypedSessions),
                SessionFiles.From(compilation))
            : null;

    /// <summary>Returns whether a file names a session or a model of the project.</summary>
    public bool MayUseSession(SyntaxTree file) => Files.Contains(file);

    public bool IsSession(ITypeSymbol? type) => type.IsOrImplements(Session);

    public bool IsScope(ITypeSymbol? type) => type.Is(Scope);

    public bool IsManager(ITypeSymbol? type) => type.IsOrImplements(Manager);

    public bool IsResponse(ITypeSymbol? type) => type.Is(Response);

    /// <summary>Returns whether a variable of the type holds a session or a model.</summary>
    public bool IsSessionOrModel(ITypeSymbol? type) => type is not null && (IsSession(type) || SessionAttributes.IsModel(type));

    /// <summary>
    /// Returns whether a chain leads to the session of the current request, and not to a session that code opened or created.
    /// </summary>
    public bool IsRequestSession(MemberChain chain)
        => chain.Root is IParameterSymbol or INamedTypeSymbol
            && !IsScope(GetSymbolType(chain.Root))
            && !chain.Members.Any(member => IsScope(GetSymbolType(member)));

    /// <summary>
    /// Returns the receiver of a call. An extension has it as the instance or as the first argument, depending on the compiler and on the
    /// call's form.
    /// </summary>
    public static IOperation? GetReceiver(IInvocationOperation call)
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
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Which calls start a response, whatever else there is: <c>Redirect</c> and <c>BodyWriter.Advance</c> do not.</summary>
internal static class ResponseStart
{
    public static IReadOnlyList<string> Names { get; } =
        ["WriteAsync", "WriteAsJsonAsync", "SendFileAsync", "StartAsync", "CompleteAsync", "Write", "WriteByte", "Flush", "FlushAsync"];

    /// <returns>The response that the call starts; nothing when it starts none, or when nothing waits for it.</returns>
    public static IOperation? GetResponse(IInvocationOperation call, SessionTypes types)
        => Awaiting.IsDone(call) && GetReceiver(call, types) is { } response && types.IsResponse(response.Type) ? response : null;

    /// <summary>Whether a call may start a response, by its name and the last name of what it is made on, if that has one.</summary>
    public static bool MayBe(string name, string owner)
        => name is not ("Write" or "WriteByte" or "Flush" or "FlushAsync") || owner is "Body" or "BodyWriter" or "";

    public static string GetName(SyntaxNode call)
        => (call as InvocationExpressionSyntax)?.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => "the response",
        };

    private static IOperation? GetReceiver(IInvocationOperation call, SessionTypes types)
        => call.TargetMethod.Name switch
        {
            "WriteAsync" or "Write" or "WriteByte" or "Flush" or "FlushAsync"
                    when call.Instance is IPropertyReferenceOperation { Property.Name: "Body" or "BodyWriter", Instance: { } response }
                    => response,
            "WriteAsync" or "WriteAsJsonAsync" or "SendFileAsync" or "StartAsync" or "CompleteAsync"
                when IsOfResponse(call.TargetMethod, types) => SessionTypes.Receiver(call),
            _ => null,
        };

    private static bool IsOfResponse(IMethodSymbol method, SessionTypes types)
        => types.IsResponse(method.ContainingType)
            || (method.IsStatic && method.ContainingNamespace.ToDisplayString() == "Microsoft.AspNetCore.Http");
}

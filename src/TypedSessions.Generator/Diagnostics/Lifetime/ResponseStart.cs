using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Recognizes calls that always start a response, unlike <c>Redirect</c> and <c>BodyWriter.Advance</c>.</summary>
internal static class ResponseStart
{
    public static IReadOnlyList<string> Names { get; } =
        ["WriteAsync", "WriteAsJsonAsync", "SendFileAsync", "StartAsync", "CompleteAsync", "Write", "WriteByte", "Flush", "FlushAsync"];

    /// <returns>The response that the call starts; <see langword="null"/> if it starts none or is not awaited.</returns>
    public static IOperation? GetResponse(IInvocationOperation call, SessionTypes types)
        => Awaiting.IsCompleted(call) && GetReceiver(call, types) is { } response && types.IsResponse(response.Type) ? response : null;

    /// <summary>Returns whether a call may start a response, judged by its name and the last name of its receiver.</summary>
    public static bool IsCandidate(string name, string owner)
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
                when IsResponseMethod(call.TargetMethod, types) => SessionTypes.GetReceiver(call),
            _ => null,
        };

    private static bool IsResponseMethod(IMethodSymbol method, SessionTypes types)
        => types.IsResponse(method.ContainingType)
            || (method.IsStatic && method.ContainingNamespace.ToDisplayString() == "Microsoft.AspNetCore.Http");
}

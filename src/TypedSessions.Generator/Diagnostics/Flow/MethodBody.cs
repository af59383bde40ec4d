using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>The body of a method or local function of the project.</summary>
/// <param name="Code">The member that contains the body.</param>
/// <param name="Body">The body.</param>
internal sealed record MethodBody(MemberCode Code, IOperation Body)
{
    /// <summary>Returns the body of a method, in any file of the project.</summary>
    /// <param name="method">The method.</param>
    /// <param name="model">The semantic model of any file of the project.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The body; <see langword="null"/> if the method has none or belongs to another project.</returns>
    public static MethodBody? Find(IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        var definition = method.OriginalDefinition;
        var reference = (definition.PartialImplementationPart ?? definition).DeclaringSyntaxReferences.FirstOrDefault();
        return reference is not null
            && GetModel(model, reference.SyntaxTree) is { } own
            && reference.GetSyntax(cancellationToken) is var syntax
            && MemberCode.FindEnclosing(syntax, own, cancellationToken) is { } code
            && code.Operations.FirstOrDefault(
                operation => operation is IMethodBodyOperation or ILocalFunctionOperation && operation.Syntax == syntax) is { } body
                ? new(code, body)
                : null;
    }

    /// <summary>Returns whether a method is asynchronous for its caller: it returns a task.</summary>
    public static bool ReturnsTask(IMethodSymbol method)
        => method.ReturnType is
        {
            Name: "Task" or "ValueTask",
            ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" },
        };

    private static SemanticModel? GetModel(SemanticModel model, SyntaxTree tree)
        => tree == model.SyntaxTree ? model
            : model.Compilation.ContainsSyntaxTree(tree) ? CreateModel(model.Compilation, tree)
            : null;

#pragma warning disable RS1030 // Needed only where a rule is about to report a call of a method in another file.
    private static SemanticModel CreateModel(Compilation compilation, SyntaxTree tree) => compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
}

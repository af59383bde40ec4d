using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics.Access;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Access;

/// <summary>
/// Replaces a call by key with an assignment, a read or a check of a property. Calls with further effects are not replaced.
/// </summary>
internal static class PropertyReplacement
{
    public static (ExpressionSyntax? Replaced, Func<ExpressionSyntax, ExpressionSyntax>? Replacement) Find(
        KeyedCall call, IPropertySymbol property, string modelName, SemanticModel semantics)
    {
        var syntax = (ExpressionSyntax)call.Call.Syntax;
        return call.Verbs switch
        {
            KeyedVerbs.Write when CanAssign(call, property, semantics)
                => (syntax, model => CreateAssignment(CreateAccess(model, property), GetValue(call))),
            KeyedVerbs.Remove when IsNullable(property.Type) && property.SetMethod is not null
                => (
                    syntax,
                    model => CreateAssignment(
                        CreateAccess(model, property), SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression))),
            KeyedVerbs.Remove or KeyedVerbs.Test when HasHelper(property.ContainingType, call.Call.TargetMethod.Name)
                => (syntax, model => CreateCallByName(model, call.Call.TargetMethod.Name, modelName, property)),
            KeyedVerbs.Read => (FindReplacedRead(call, property, semantics), model => CreateAccess(model, property)),
            _ => default,
        };
    }

    // The expression to replace: the call, with a fallback that equals the property's default.
    private static ExpressionSyntax? FindReplacedRead(KeyedCall call, IPropertySymbol property, SemanticModel semantics)
    {
        var syntax = (ExpressionSyntax)call.Call.Syntax;
        if (call.Call.TargetMethod.Name is not ("GetString" or "GetInt32" or "Get") || call.ValueType is null || HasFallback(call))
        {
            return null;
        }

        if (!SymbolEqualityComparer.Default.Equals(call.ValueType.WithoutNullable(), property.Type.WithoutNullable()))
        {
            return null;
        }

        if (IsNullable(property.Type))
        {
            return call.Call.Type is { } type && semantics.Compilation.ClassifyConversion(property.Type, type).IsIdentity ? syntax : null;
        }

        if (syntax.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce && coalesce.Left == syntax)
        {
            return IsDefault(coalesce.Right, property, semantics) ? coalesce : null;
        }

        return property.Type.IsReferenceType ? (IsNullCheck(syntax) ? null : syntax)
            : call.Call.Type is { } result
                && SymbolEqualityComparer.Default.Equals(result, property.Type)
                && SessionAttributes.GetDefault(property) is null ? syntax
            : null;
    }

    private static bool HasFallback(KeyedCall call)
        => call.Call.TargetMethod.Parameters.Any(static parameter => parameter.Name is "fallback");

    private static bool IsNullCheck(ExpressionSyntax read)
        => read.Parent switch
        {
            IsPatternExpressionSyntax or ConditionalAccessExpressionSyntax => true,
            BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.EqualsExpression) || binary.IsKind(SyntaxKind.NotEqualsExpression),
            _ => false,
        };

    private static bool IsDefault(ExpressionSyntax value, IPropertySymbol property, SemanticModel semantics)
    {
        var stated = SessionAttributes.GetDefault(property)?.Value;
        return semantics.GetConstantValue(value) is { HasValue: true, Value: { } constant }
            ? Equals(constant, stated ?? (constant is string ? "" : 0))
            : stated is null && value is CollectionExpressionSyntax { Elements.Count: 0 }
                or BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null };
    }

    private static bool CanAssign(KeyedCall call, IPropertySymbol property, SemanticModel semantics)
        => property.SetMethod is { } setter
            && semantics.IsAccessible(call.Call.Syntax.SpanStart, setter)
            && call.Value is { Syntax: ExpressionSyntax value }
            && semantics.ClassifyConversion(value, property.Type) is { IsImplicit: true, IsUserDefined: false };

    private static ExpressionSyntax GetValue(KeyedCall call) => ((ExpressionSyntax)call.Value!.Syntax).WithoutTrivia();

    private static bool IsNullable(ITypeSymbol type)
        => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
            || type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated };

    // The generator adds no helper if the class has a member of that name.
    private static bool HasHelper(INamedTypeSymbol model, string name)
        => model.GetMembers(name) is { Length: 1 } members
            && members[0] is IMethodSymbol { Parameters.Length: 1 } method
            && method.Parameters[0] is { Name: "propertyName", Type.SpecialType: SpecialType.System_String };

    private static ExpressionSyntax CreateAccess(ExpressionSyntax model, IPropertySymbol property)
        => SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, model, SyntaxFactory.IdentifierName(property.Name));

    private static AssignmentExpressionSyntax CreateAssignment(ExpressionSyntax target, ExpressionSyntax value)
        => SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            target,
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
            value);

    private static ExpressionSyntax CreateCallByName(ExpressionSyntax model, string method, string modelName, IPropertySymbol property)
        => SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, model, SyntaxFactory.IdentifierName(method)),
            SyntaxFactory.ParseArgumentList($"(nameof({modelName}.{property.Name}))"));
}

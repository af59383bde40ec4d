using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// Reports singletons whose constructor takes a session. Hosted services and middleware are recognized by their declaration, other
/// singletons by their registration, where they are reported.
/// </summary>
public sealed class SessionInSingletonAnalyzer()
    : CallAnalyzer("AddSingleton", "TryAddSingleton", "AddKeyedSingleton", "TryAddKeyedSingleton")
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.SessionInSingleton];

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        base.Register(context, types);
        if (SessionTypes.From(context.Compilation, types) is { } known)
        {
            context.RegisterSymbolAction(symbol => AnalyzeType(symbol, known), SymbolKind.NamedType);
        }
    }

    private protected override bool IsCandidate(InvocationExpressionSyntax call)
        => call.Expression is MemberAccessExpressionSyntax { Name: GenericNameSyntax }
            or MemberBindingExpressionSyntax { Name: GenericNameSyntax };

    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        if (IsCreatedByContainer(call)
            && call.TargetMethod.TypeArguments.LastOrDefault() is INamedTypeSymbol made
            && !Singletons.IsSingleton(made)
            && FindSessionParameter(made, types) is { } parameter)
        {
            context.ReportDiagnostic(Create(GetNameSyntax(context.Node).GetLocation(), made, parameter));
        }
    }

    private static void AnalyzeType(SymbolAnalysisContext context, SessionTypes types)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type is { TypeKind: TypeKind.Class, IsAbstract: false }
            && Singletons.IsSingleton(type)
            && FindSessionParameter(type, types) is { } parameter)
        {
            context.ReportDiagnostic(Create(parameter.Locations[0], type, parameter));
        }
    }

    // A factory or an instance may get its session elsewhere.
    private static bool IsCreatedByContainer(IInvocationOperation call)
        => call.TargetMethod.ContainingNamespace.ToDisplayString()
                is "Microsoft.Extensions.DependencyInjection" or "Microsoft.Extensions.DependencyInjection.Extensions"
            && call.TargetMethod.Parameters.All(static parameter => parameter.Name is "services" or "collection" or "serviceKey");

    // The container may choose a constructor without a session.
    private static IParameterSymbol? FindSessionParameter(INamedTypeSymbol type, SessionTypes types)
    {
        IParameterSymbol? needed = null;
        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.DeclaredAccessibility == Accessibility.Public)
            {
                if (constructor.Parameters.FirstOrDefault(parameter => types.IsSessionOrModel(parameter.Type)) is not { } session)
                {
                    return null;
                }

                needed ??= session;
            }
        }

        return needed;
    }

    private static SyntaxNode GetNameSyntax(SyntaxNode call)
        => ((InvocationExpressionSyntax)call).Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            var other => other,
        };

    private static Diagnostic Create(Location location, INamedTypeSymbol type, IParameterSymbol session)
        => Diagnostic.Create(LifetimeDescriptors.SessionInSingleton, location, type.Name, session.Type.Name);
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Parsing;

/// <summary>Determines whether a class can be a model. Shared by the generator and the analyzers, so that they agree.</summary>
internal static class SessionModelRules
{
    /// <summary>Returns the first problem of a class with the attribute.</summary>
    public static ModelProblem Examine(INamedTypeSymbol type)
    {
        if (!HasPartialProperties(type))
        {
            return ModelProblem.LanguageVersion;
        }

        if (type.IsRecord)
        {
            return ModelProblem.Record;
        }

        if (type.IsStatic)
        {
            return ModelProblem.Static;
        }

        if (type.IsAbstract)
        {
            return ModelProblem.Abstract;
        }

        if (!IsPartial(type))
        {
            return ModelProblem.NotPartial;
        }

        return ExamineSurroundings(type) is var problem and not ModelProblem.None ? problem : ExamineCreation(type);
    }

    /// <summary>Returns whether a generated file can implement the properties of a class.</summary>
    public static bool CanImplement(INamedTypeSymbol type)
        => HasPartialProperties(type) && !type.IsStatic && IsPartial(type) && ExamineSurroundings(type) == ModelProblem.None;

    /// <summary>Returns the innermost containing type that is not partial, or <see langword="null"/>.</summary>
    public static INamedTypeSymbol? FindNonPartialContainer(INamedTypeSymbol type)
    {
        var container = type.ContainingType;
        while (container is not null && IsPartial(container))
        {
            container = container.ContainingType;
        }

        return container;
    }

    private static ModelProblem ExamineSurroundings(INamedTypeSymbol type)
    {
        if (FindNonPartialContainer(type) is not null)
        {
            return ModelProblem.ContainingTypeNotPartial;
        }

        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal)
            {
                return ModelProblem.FileLocal;
            }
        }

        return ModelProblem.None;
    }

    private static ModelProblem ExamineCreation(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (SessionAttributes.IsModel(current))
            {
                return ModelProblem.DerivesFromModel;
            }
        }

        return Construction.Check(type) switch
        {
            ConstructionProblem.NoConstructor => ModelProblem.NoParameterlessConstructor,
            ConstructionProblem.RequiredMember => ModelProblem.RequiredMember,
            _ => ModelProblem.None,
        };
    }

    private static bool HasPartialProperties(INamedTypeSymbol type)
        => !type.DeclaringSyntaxReferences.IsEmpty
            && type.DeclaringSyntaxReferences[0].SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp13 };

    private static bool IsPartial(INamedTypeSymbol type)
    {
        foreach (var declaration in type.DeclaringSyntaxReferences)
        {
            if (declaration.GetSyntax() is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                return true;
            }
        }

        return false;
    }
}

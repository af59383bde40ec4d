using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// Finds models whose instances reach code that may access their properties by reflection, such as serializers and views. Judged by names;
/// in doubt, a model escapes.
/// </summary>
internal sealed class ModelEscapes
{
    private readonly Compilation _compilation;
    private readonly IReadOnlyList<SyntaxTree> _files;
    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<string> _escaped = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _variables = new(StringComparer.Ordinal);

    public ModelEscapes(
        Compilation compilation, IReadOnlyList<SyntaxTree> files, IEnumerable<string> models, CancellationToken cancellationToken)
    {
        _compilation = compilation;
        _files = files;
        _cancellationToken = cancellationToken;
        foreach (var (model, name) in FindNames(new(models, StringComparer.Ordinal)))
        {
            ReadType(name, model);
        }

        foreach (var (variable, name) in FindNames(new(_variables.Keys, StringComparer.Ordinal)))
        {
            if (IsEscape(NameUse.GetExpression(name)))
            {
                _escaped.UnionWith(_variables[variable]);
            }
        }
    }

    public bool Contains(string model) => _escaped.Contains(model);

    private IEnumerable<(string Word, IdentifierNameSyntax Name)> FindNames(HashSet<string> words)
    {
        var search = new SourceWords(words);
        foreach (var (word, token, isDisabledCode) in _files.SelectMany(file => search.Find(file, _cancellationToken)))
        {
            if (!isDisabledCode && token.Parent is IdentifierNameSyntax name)
            {
                yield return (word, name);
            }
        }
    }

    // A use of the model's type declares a variable, or creates a value.
    private void ReadType(IdentifierNameSyntax name, string model)
    {
        SyntaxNode type = name;
        while (type.Parent is NullableTypeSyntax or QualifiedNameSyntax or AliasQualifiedNameSyntax)
        {
            type = type.Parent;
        }

        switch (type.Parent)
        {
            case ParameterSyntax parameter:
                AddVariable(parameter.Identifier, model);
                break;
            case VariableDeclarationSyntax declaration:
                foreach (var variable in declaration.Variables)
                {
                    AddVariable(variable.Identifier, model);
                }

                break;
            case PropertyDeclarationSyntax property:
                AddVariable(property.Identifier, model);
                break;
            case DeclarationPatternSyntax { Designation: SingleVariableDesignationSyntax designation }:
                AddVariable(designation.Identifier, model);
                break;
            case DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax designation }:
                AddVariable(designation.Identifier, model);
                break;
            case ObjectCreationExpressionSyntax creation:
                ReadValue(creation, model);
                break;
            case TypeArgumentListSyntax { Parent: GenericNameSyntax generic }:
                ReadGeneric(generic, model);
                break;
            case MemberAccessExpressionSyntax or BaseTypeSyntax or CrefSyntax or IsPatternExpressionSyntax or BinaryExpressionSyntax:
                break;
            default:
                _escaped.Add(model);
                break;
        }
    }

    private void ReadGeneric(GenericNameSyntax generic, string model)
    {
        if (NameUse.GetExpression(generic).Parent is InvocationExpressionSyntax call
            && generic.Identifier.ValueText is "As" or "GetRequiredService" or "GetService" or "AddModel")
        {
            ReadValue(call, model);
        }
        else
        {
            _escaped.Add(model);
        }
    }

    private void ReadValue(ExpressionSyntax value, string model)
    {
        var whole = NameUse.GetExpression(value);
        if (whole.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable })
        {
            AddVariable(variable.Identifier, model);
        }
        else if (whole.Parent is not ExpressionStatementSyntax && IsEscape(whole))
        {
            _escaped.Add(model);
        }
    }

    private void AddVariable(SyntaxToken identifier, string model)
    {
        if (!_variables.TryGetValue(identifier.ValueText, out var models))
        {
            _variables[identifier.ValueText] = models = new(StringComparer.Ordinal);
        }

        models.Add(model);
    }

    private bool IsEscape(SyntaxNode value)
        => value.Parent switch
        {
            MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax => false,
            BinaryExpressionSyntax or IsPatternExpressionSyntax or ExpressionStatementSyntax => false,
            NameColonSyntax or NameEqualsSyntax or EqualsValueClauseSyntax => false,
            AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } => false,
            ArgumentSyntax argument => !NameUse.IsNameOf(argument.Parent?.Parent) && !IsPassedToSource(argument),
            _ => true,
        };

    // Code of the project uses the properties by name.
    private bool IsPassedToSource(ArgumentSyntax argument)
        => argument.Parent?.Parent switch
        {
            InvocationExpressionSyntax call => call.Expression switch
            {
                SimpleNameSyntax name => IsDeclared(name.Identifier.ValueText, SymbolFilter.Member),
                MemberAccessExpressionSyntax access => IsDeclared(access.Name.Identifier.ValueText, SymbolFilter.Member),
                _ => false,
            },
            ObjectCreationExpressionSyntax { Type: SimpleNameSyntax type } => IsDeclared(type.Identifier.ValueText, SymbolFilter.Type),
            _ => false,
        };

    private bool IsDeclared(string name, SymbolFilter filter)
        => _compilation.ContainsSymbolsWithName(name, filter, _cancellationToken);
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// Compares the reads and writes of each value of a program. Any other use of the property's name or of the key counts as both, so that
/// unrelated code can only suppress a report.
/// </summary>
internal sealed class UnmatchedKeys
{
    private const KeyedVerbs Both = KeyedVerbs.Read | KeyedVerbs.Write;

    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellationToken;
    private readonly IPropertySymbol[] _properties;
    private readonly KeyedCall[] _calls;
    private readonly SyntaxTree[] _files;
    private readonly Dictionary<string, KeyedVerbs> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KeyedVerbs> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);

    // What methods do with a key that their callers give.
    private readonly Dictionary<string, KeyedVerbs> _helpers = new(StringComparer.Ordinal);
    private KeyedVerbs _anyKey;

    public UnmatchedKeys(
        Compilation compilation,
        IEnumerable<IPropertySymbol> properties,
        IEnumerable<KeyedCall> calls,
        CancellationToken cancellationToken)
    {
        _compilation = compilation;
        _cancellationToken = cancellationToken;
        _properties = [.. properties];
        _calls = [.. calls];
        _files = [.. compilation.SyntaxTrees.Where(static file => !IsGeneratedHalf(file))];
        foreach (var call in _calls)
        {
            Add(call);
        }

        AddWords();
        AddConstants();
        AddHelpers();
    }

    /// <summary>Returns the properties that are only set or only read, and whether they are set.</summary>
    public IEnumerable<(IPropertySymbol Property, bool IsSet)> FindProperties()
    {
        var found = _properties.Select(property => (Property: property, Verbs: GetVerbs(property)))
            .Where(use => IsOneSided(use.Verbs) && !MayBeMisspelled(use.Property))
            .ToArray();
        if (found.Length == 0)
        {
            yield break;
        }

        var escapes = new ModelEscapes(
            _compilation, _files, found.Select(static use => use.Property.ContainingType.Name), _cancellationToken);
        foreach (var (property, verbs) in found)
        {
            if (!escapes.Contains(property.ContainingType.Name))
            {
                yield return (property, verbs.HasFlag(KeyedVerbs.Write));
            }
        }
    }

    /// <summary>Returns the first calls with keys of no model that are only set or only read, and whether they are set.</summary>
    public IEnumerable<(KeyedCall Call, bool IsSet)> FindCalls(ModelKeys models)
        => from call in _calls
           where call.Key is { } key && !models.Contains(key) && models.FindNear(key) is null
           group call by call.Key into calls
           let verbs = GetVerbs(_keys, calls.Key)
           where IsOneSided(verbs) && !calls.Key.StartsWith("__", StringComparison.Ordinal)
           select (GetFirst(calls, verbs), verbs.HasFlag(KeyedVerbs.Write));

    private static KeyedCall GetFirst(IEnumerable<KeyedCall> calls, KeyedVerbs verbs)
        => calls.Where(call => call.HasVerb(verbs & (Both | KeyedVerbs.Test)))
            .OrderBy(static call => call.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static call => call.Location.SourceSpan.Start)
            .First();

    // Code may change a value of a mutable type in place once it has read it.
    private KeyedVerbs GetVerbs(IPropertySymbol property)
    {
        var verbs = GetVerbs(_names, property.Name)
            | GetVerbs(_keys, property.Name)
            | GetVerbs(_keys, SessionAttributes.GetKey(property));
        return (verbs & KeyedVerbs.Read) != 0 && !Immutability.IsImmutable(property.Type, property.ContainingAssembly)
            ? verbs | KeyedVerbs.Write
            : verbs;
    }

    private static KeyedVerbs GetVerbs(Dictionary<string, KeyedVerbs> verbs, string word)
        => verbs.TryGetValue(word, out var found) ? found : KeyedVerbs.None;

    private bool IsOneSided(KeyedVerbs verbs) => HasOneSide(verbs) && HasOneSide(verbs | _anyKey);

    private static bool HasOneSide(KeyedVerbs verbs)
        => (verbs & KeyedVerbs.Write) != 0 ? (verbs & (KeyedVerbs.Read | KeyedVerbs.Test)) == 0 : (verbs & KeyedVerbs.Read) != 0;

    // Another rule reports the call with the misspelled key.
    private bool MayBeMisspelled(IPropertySymbol property)
        => _calls.Any(call => call.Key is { } key && NearMiss.IsNearMiss(key, SessionAttributes.GetKey(property)));

    private void Add(KeyedCall call)
    {
        // Custom helpers may do anything with the key.
        var verbs = call.IsHelper ? Both : call.Verbs;
        if (call.Key is { } key)
        {
            Add(_keys, key, verbs);
        }
        else if (call.KeyValue is IParameterReferenceOperation { Parameter: var parameter } && IsGivenByCallers(parameter))
        {
            Add(_helpers, parameter.ContainingSymbol.Name, verbs);
        }
        else
        {
            _anyKey |= verbs;
        }
    }

    // The key is then part of the calls. An action gets it from the request.
    private static bool IsGivenByCallers(IParameterSymbol parameter)
        => parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method
            && !MvcTypes.HasActions(method.ContainingType);

    private static void Add(Dictionary<string, KeyedVerbs> all, string word, KeyedVerbs verbs) => all[word] = GetVerbs(all, word) | verbs;

    private void AddWords()
    {
        var names = new HashSet<string>(_properties.Select(static property => property.Name), StringComparer.Ordinal);
        var keys = new HashSet<string>(
            _properties.Select(SessionAttributes.GetKey).Concat(names).Concat(_calls.Select(static call => call.Key).OfType<string>()),
            StringComparer.Ordinal);
        var search = new SourceWords([.. names, .. keys, "Keys"]);
        foreach (var (word, token, isDisabledCode) in _files.SelectMany(file => search.Find(file, _cancellationToken)))
        {
            if (isDisabledCode)
            {
                Add(_names, word, Both);
                Add(_keys, word, Both);
            }
            else if (token.Parent is IdentifierNameSyntax name)
            {
                Add(_names, word, NameUse.GetVerbs(name));
                _anyKey |= IsEnumerationOfKeys(name) ? KeyedVerbs.Read : 0;
            }
            else if (token.Parent is LiteralExpressionSyntax literal && keys.Contains(word))
            {
                AddLiteral(word, literal);
            }
        }
    }

    private void AddLiteral(string key, LiteralExpressionSyntax literal)
    {
        if (IsKeyOfCall(literal) || literal.Ancestors().OfType<AttributeSyntax>().Any(
            static attribute => attribute.Name.ToString().Contains("SessionProperty")))
        {
            return;
        }

        if (literal.Parent?.Parent is VariableDeclaratorSyntax variable && IsConstant(variable.Parent?.Parent))
        {
            _constants[variable.Identifier.ValueText] = key;
        }
        else
        {
            Add(_keys, key, Both);
        }
    }

    private static bool IsConstant(SyntaxNode? declaration)
        => declaration switch
        {
            BaseFieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.ConstKeyword),
            LocalDeclarationStatementSyntax local => local.IsConst,
            _ => false,
        };

    // A constant that is used for something other than the key of a call.
    private void AddConstants()
    {
        var search = new SourceWords(new(_constants.Keys, StringComparer.Ordinal));
        foreach (var (word, token, _) in _files.SelectMany(file => search.Find(file, _cancellationToken)))
        {
            if (token.Parent is IdentifierNameSyntax name && !IsKeyOfCall(name))
            {
                Add(_keys, _constants[word], Both);
            }
        }
    }

    // A method that is passed on, such as an endpoint's handler, may get any key.
    private void AddHelpers()
    {
        var search = new SourceWords(new(_helpers.Keys, StringComparer.Ordinal));
        foreach (var (word, token, _) in _files.SelectMany(file => search.Find(file, _cancellationToken)))
        {
            _anyKey |= token.Parent is SimpleNameSyntax name && !IsInvoked(name) ? _helpers[word] : 0;
        }
    }

    private static bool IsInvoked(SimpleNameSyntax name)
        => NameUse.GetExpression(name) is var called
            && called.Parent is InvocationExpressionSyntax invocation
            && invocation.Expression == called;

    private bool IsKeyOfCall(SyntaxNode part)
        => _calls.Any(call => call.KeyValue.Syntax.SyntaxTree == part.SyntaxTree && call.KeyValue.Syntax.Span.Contains(part.Span));

    // session.Keys
    private static bool IsEnumerationOfKeys(IdentifierNameSyntax name)
        => name.Identifier.ValueText == "Keys"
            && name.Parent is MemberAccessExpressionSyntax access
            && access.Name == name
            && access.Expression.ToString().EndsWith("ession", StringComparison.Ordinal);

    private static bool IsGeneratedHalf(SyntaxTree file)
        => file.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) && file.FilePath.Contains(nameof(SessionModelGenerator));
}

using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>What a program does to set up its sessions, and what it needs them for, collected over all of its code.</summary>
internal sealed class SetUpCalls(IAssemblySymbol program)
{
    private readonly ConcurrentBag<IInvocationOperation> _addTypedSessions = [];
    private readonly ConcurrentBag<IInvocationOperation> _useTypedSessions = [];
    private readonly ConcurrentDictionary<ISymbol, bool> _added = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentBag<Injection> _injections = [];
    private readonly ConcurrentBag<IInvocationOperation> _hosts = [];
    private readonly ConcurrentBag<IInvocationOperation> _builds = [];
    private volatile bool _mayAddAny;
    private volatile bool _isHandedOn;

    /// <summary>Whether the program makes a host whose set-up is all there to be read.</summary>
    public bool IsInSight => !_hosts.IsEmpty && !_isHandedOn;

    public IInvocationOperation? AddTypedSessions => First(_addTypedSessions);

    /// <summary>The call that makes the builder.</summary>
    public IInvocationOperation? Host => First(_hosts);

    /// <summary>The call that makes the application of the builder.</summary>
    public IInvocationOperation? Build => First(_builds);

    public IInvocationOperation? UseTypedSessions => First(_useTypedSessions);

    /// <summary>Where each model is injected first, in the order of the source.</summary>
    public IEnumerable<Injection> Injections
        => _injections.OrderBy(static it => it.Place.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(
            static it => it.Place.SourceSpan.Start)
            .GroupBy<Injection, ISymbol>(static it => it.Model, SymbolEqualityComparer.Default)
            .Select(static group => group.First());

    /// <summary>Whether a model is added, or may be one that a type parameter stands for.</summary>
    public bool IsAdded(ITypeSymbol model)
        => _mayAddAny || _added.ContainsKey(model);

    public void NoteCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (ServiceCalls.IsAddTypedSessions(method))
        {
            _addTypedSessions.Add(call);
        }
        else if (Middleware.IsUseTypedSessions(method))
        {
            _useTypedSessions.Add(call);
        }
        else if (ServiceCalls.IsAddModel(method))
        {
            _added.TryAdd(method.TypeArguments[0], true);
            _mayAddAny |= method.TypeArguments[0].TypeKind == TypeKind.TypeParameter;
        }
        else if (Endpoints.IsMap(method))
        {
            NoteParameters(Endpoints.Handler(call)?.Parameters ?? [], isHandler: true);
        }
        else if (method is { Name: "GetRequiredService", TypeArguments.Length: 1 })
        {
            Note(method.TypeArguments[0], CallChain.Name(call), isOfRequest: false);
        }
        else if (SetUpMethods.MakesHost(method))
        {
            _hosts.Add(call);
        }
        else if (SetUpMethods.MakesApplication(method))
        {
            _builds.Add(call);
        }

        _isHandedOn |= SetUpMethods.HandsOn(call);
    }

    /// <summary>Notes the parameters that the framework fills from the services.</summary>
    public void NoteMethod(IMethodSymbol method)
    {
        if (SetUpMethods.IsInjected(method))
        {
            NoteParameters(method.Parameters, isHandler: false);
        }
        else
        {
            NoteParameters(method.Parameters.Where(SetUpMethods.IsFromServices), isHandler: false);
        }
    }

    private void NoteParameters(IEnumerable<IParameterSymbol> parameters, bool isHandler)
    {
        foreach (var parameter in parameters)
        {
            // A handler binds a model that says so in the source without any help.
            if (!parameter.Locations.IsEmpty && !(isHandler && parameter.Type is INamedTypeSymbol model && SetUpMethods.BindsItself(model)))
            {
                Note(parameter.Type, parameter.Locations[0], isOfRequest: true);
            }
        }
    }

    private void Note(ITypeSymbol type, Location place, bool isOfRequest)
    {
        if (type.TypeKind == TypeKind.Class
            && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, program)
            && SessionAttributes.IsModel(type))
        {
            _injections.Add(new(type, place, isOfRequest));
        }
    }

    private static IInvocationOperation? First(IEnumerable<IInvocationOperation> calls)
        => calls.OrderBy(static call => call.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(
            static call => call.Syntax.SpanStart)
            .FirstOrDefault();
}

/// <summary>A place that gets a model from the services.</summary>
/// <param name="Model">The model.</param>
/// <param name="Place">The place.</param>
/// <param name="IsOfRequest">Whether it does so for a request.</param>
internal sealed record Injection(ITypeSymbol Model, Location Place, bool IsOfRequest);

using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Collects the calls that set up sessions in a program, and the places that need them.</summary>
internal sealed class SetUpCalls(IAssemblySymbol program)
{
    private readonly ConcurrentBag<IInvocationOperation> _addTypedSessions = [];
    private readonly ConcurrentBag<IInvocationOperation> _useTypedSessions = [];
    private readonly ConcurrentDictionary<ISymbol, bool> _added = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentBag<Injection> _injections = [];
    private readonly ConcurrentBag<IInvocationOperation> _hosts = [];
    private readonly ConcurrentBag<IInvocationOperation> _builds = [];
    private volatile bool _mayAddAnyModel;
    private volatile bool _isPassedOn;

    /// <summary>Gets a value indicating whether the program creates a host and its whole setup is visible.</summary>
    public bool IsComplete => !_hosts.IsEmpty && !_isPassedOn;

    public IInvocationOperation? AddTypedSessions => GetFirst(_addTypedSessions);

    /// <summary>Gets the call that creates the builder.</summary>
    public IInvocationOperation? Host => GetFirst(_hosts);

    /// <summary>Gets the call that builds the application.</summary>
    public IInvocationOperation? Build => GetFirst(_builds);

    public IInvocationOperation? UseTypedSessions => GetFirst(_useTypedSessions);

    /// <summary>Gets the first injection of each model, in source order.</summary>
    public IEnumerable<Injection> Injections
        => _injections.OrderBy(static it => it.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(
            static it => it.Location.SourceSpan.Start)
            .GroupBy<Injection, ISymbol>(static it => it.Model, SymbolEqualityComparer.Default)
            .Select(static group => group.First());

    /// <summary>Returns whether a model is added, or may be added through a type parameter.</summary>
    public bool IsAdded(ITypeSymbol model)
        => _mayAddAnyModel || _added.ContainsKey(model);

    public void AddCall(IInvocationOperation call, bool isGenerated)
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
            _mayAddAnyModel |= method.TypeArguments[0].TypeKind == TypeKind.TypeParameter;
        }
        else if (ServiceCalls.IsAddService(method))
        {
            AddService(call, isGenerated);
        }
        else if (Endpoints.IsMap(method))
        {
            AddParameters(Endpoints.FindHandler(call)?.Parameters ?? [], isHandler: true, isGenerated);
        }
        else if (method is { Name: "GetRequiredService", TypeArguments.Length: 1 })
        {
            AddInjection(method.TypeArguments[0], CallChain.GetNameLocation(call), isPerRequest: false, isGenerated);
        }
        else if (SetUpMethods.CreatesHost(method))
        {
            _hosts.Add(call);
        }
        else if (SetUpMethods.CreatesApplication(method))
        {
            _builds.Add(call);
        }

        _isPassedOn |= SetUpMethods.PassesSetUpOn(call);
    }

    /// <summary>Adds the parameters and properties that the framework injects.</summary>
    public void AddMember(ISymbol member, bool isGenerated)
    {
        switch (member)
        {
            case IMethodSymbol method:
                var isInjected = SetUpMethods.IsInjected(method);
                AddParameters(
                    method.Parameters.Where(it => isInjected || SetUpMethods.IsFromServices(it)), isHandler: false, isGenerated);
                break;
            case IPropertySymbol property when SetUpMethods.IsInjected(property):
                AddParameter(property, property.Type, isHandler: false, isGenerated);
                break;
        }
    }

    // A factory may return the model of the request's session. Of several constructors, the container may choose one without a model.
    private void AddService(IInvocationOperation call, bool isGenerated)
    {
        var types = call.TargetMethod.TypeArguments;
        if (call.TargetMethod.Parameters.Length > 1)
        {
            _added.TryAdd(types[0], true);
        }
        else if (types[types.Length - 1] is INamedTypeSymbol { InstanceConstructors: { Length: 1 } constructors })
        {
            foreach (var parameter in constructors[0].Parameters.Where(static it => !it.Locations.IsEmpty && !it.IsOptional))
            {
                AddInjection(parameter.Type, parameter.Locations[0], isPerRequest: false, isGenerated);
            }
        }
    }

    private void AddParameters(IEnumerable<IParameterSymbol> parameters, bool isHandler, bool isGenerated)
    {
        foreach (var parameter in parameters)
        {
            AddParameter(parameter, parameter.Type, isHandler, isGenerated);
            foreach (var (member, type) in isHandler ? SetUpMethods.GetParameterMembers(parameter) : [])
            {
                AddParameter(member, type, isHandler, isGenerated);
            }
        }
    }

    // A handler binds a model that implements its interface in source without being added.
    private void AddParameter(ISymbol parameter, ITypeSymbol type, bool isHandler, bool isGenerated)
    {
        if (!parameter.Locations.IsEmpty && !(isHandler && type is INamedTypeSymbol model && SetUpMethods.ImplementsBinding(model)))
        {
            AddInjection(type, parameter.Locations[0], isPerRequest: true, isGenerated);
        }
    }

    private void AddInjection(ITypeSymbol type, Location location, bool isPerRequest, bool isGenerated)
    {
        if (type.TypeKind == TypeKind.Class
            && Views.CanReport(location, isGenerated)
            && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, program)
            && SessionAttributes.IsModel(type))
        {
            _injections.Add(new(type.WithNullableAnnotation(NullableAnnotation.None), location, isPerRequest));
        }
    }

    private static IInvocationOperation? GetFirst(IEnumerable<IInvocationOperation> calls)
        => calls.OrderBy(static call => call.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(
            static call => call.Syntax.SpanStart)
            .FirstOrDefault();
}

/// <summary>A parameter or call that resolves a model from the services.</summary>
/// <param name="Model">The model.</param>
/// <param name="Location">The location.</param>
/// <param name="IsPerRequest">Whether the model is resolved for a request.</param>
internal sealed record Injection(ITypeSymbol Model, Location Location, bool IsPerRequest);

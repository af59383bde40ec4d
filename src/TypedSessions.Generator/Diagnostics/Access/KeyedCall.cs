using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>The operations of a call on its key. Some calls perform two.</summary>
[Flags]
internal enum KeyedVerbs
{
    None = 0,
    Read = 1,
    Write = 2,
    Remove = 4,
    Test = 8,
}

/// <summary>A call that reads or writes a session by key.</summary>
/// <param name="Call">The call.</param>
/// <param name="Verbs">The operations on the key.</param>
/// <param name="KeyValue">The expression of the key.</param>
/// <param name="ValueType">The type as which the value is stored or read; <see langword="null"/> for bytes and unknown formats.</param>
/// <param name="IsHelper">
/// Whether the method belongs neither to ASP.NET Core nor to the library, so that its other effects are unknown.
/// </param>
internal sealed record KeyedCall(IInvocationOperation Call, KeyedVerbs Verbs, IOperation KeyValue, ITypeSymbol? ValueType, bool IsHelper)
{
    /// <summary>Gets a value indicating whether the call is in generated code, such as that of a view.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>Gets the key if it is a constant; otherwise <see langword="null"/>.</summary>
    public string? Key => KeyValue.ConstantValue is { HasValue: true, Value: string key } ? key : null;

    /// <summary>Gets the location of the key.</summary>
    public Location Location => KeyValue.Syntax.GetLocation();

    /// <summary>Gets the session.</summary>
    public IOperation? Session => SessionTypes.GetReceiver(Call);

    /// <summary>Gets the stored value of a write: the last explicit argument, without implicit conversions.</summary>
    public IOperation? Value
    {
        get
        {
            var value = Call.Arguments.Where(argument => argument.Parameter is not null && argument.Value != KeyValue)
                .OrderByDescending(static argument => argument.Parameter!.Ordinal)
                .FirstOrDefault(static argument
                    => argument.Parameter!.Name != "codec" && argument.ArgumentKind == ArgumentKind.Explicit)
                ?.Value;
            while (value is IConversionOperation { IsImplicit: true, Operand: { } operand })
            {
                value = operand;
            }

            return value;
        }
    }

    /// <summary>Returns whether a location of the call is in the user's code, possibly in a view.</summary>
    public bool CanReport(Location location) => Views.CanReport(location, IsGenerated);

    public bool HasVerb(KeyedVerbs verbs) => (Verbs & verbs) != 0;
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>What a call does with its key. Some do two things.</summary>
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
/// <param name="Verbs">What it does.</param>
/// <param name="KeyValue">The key as an expression.</param>
/// <param name="ValueType">
/// The type as which the value is stored or read; nothing where the call is about bytes, or its form is not known.
/// </param>
/// <param name="IsHelper">Whether the method is none of ASP.NET Core's or of the library: what else it does is not known.</param>
internal sealed record KeyedCall(IInvocationOperation Call, KeyedVerbs Verbs, IOperation KeyValue, ITypeSymbol? ValueType, bool IsHelper)
{
    /// <summary>The key, where it is a constant.</summary>
    public string? Key => KeyValue.ConstantValue is { HasValue: true, Value: string key } ? key : null;

    /// <summary>Where the key is written.</summary>
    public Location Place => KeyValue.Syntax.GetLocation();

    /// <summary>
    /// The session: an extension has it as the instance or as the first argument, depending on the compiler and on how it is written.
    /// </summary>
    public IOperation? Session
        => Call.Instance ?? Call.Arguments.FirstOrDefault(static argument => argument.Parameter is { Ordinal: 0 })?.Value;

    /// <summary>What a call that writes stores: its last argument, as the type that it has in the code.</summary>
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

    public bool Does(KeyedVerbs verbs) => (Verbs & verbs) != 0;
}

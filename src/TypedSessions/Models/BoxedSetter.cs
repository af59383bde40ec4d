using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using TypedSessions.Dictionary;

namespace TypedSessions.Models;

/// <summary>Sets values whose type is only known at run time.</summary>
internal abstract class BoxedSetter
{
    private const string Reflection = "Creates generic types at run time.";

    private static readonly ConcurrentDictionary<Type, BoxedSetter> Setters = new();

    /// <summary>Returns the setter for values of a type.</summary>
    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static BoxedSetter For(Type type)
        => Setters.GetOrAdd(type, static type => (BoxedSetter)Activator.CreateInstance(typeof(Setter<>).MakeGenericType(type))!);

    /// <summary>Sets a key to a value of the type.</summary>
    public abstract void Set(ISession session, string key, object value);

    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    private sealed class Setter<T>() : BoxedSetter
    {
        private readonly SessionCodec<T> _codec = SessionCodec.For<T>();

        public override void Set(ISession session, string key, object value) => session.Set(key, (T)value, _codec);
    }
}

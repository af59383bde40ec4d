using System.Diagnostics.CodeAnalysis;
using TypedSessions.Models;

namespace TypedSessions.Dictionary;

/// <summary>
/// The session as a dictionary of typed values, for code that has no model. Values are stored as the properties of models and as
/// <see cref="SessionExtensions"/> store them, so all three read the same values.
/// </summary>
/// <remarks>
/// The codec follows from the type that the code names: read a key as the type that it was set as. A value of
/// another type reads as absent, with one log event. An object that was read and changed in place is saved, as that
/// of a model is. Trimmed applications name the codec: see the overloads that take a <see cref="SessionCodec{T}"/>.
/// </remarks>
public static partial class SessionDictionaryExtensions
{
    private const string Reflection = "Types other than scalars are stored as JSON by reflection, which does not work in trimmed "
        + "applications. Name the codec there: SessionCodec.Int32, SessionCodec.Json(AppJson.Default.Cart).";

    extension(ISession session)
    {
        /// <summary>Returns whether the session has the key. Django: <c>key in session</c>, <c>has_key</c>.</summary>
        public bool Contains(string key) => ValueStores.Get(session).TryGet(key, out _);

        /// <summary>
        /// Gets a snapshot of the keys and their stored bytes, without the keys that the library reserves for itself.
        /// Django: <c>items</c>. Its <c>values</c> are their <c>Value</c>s, its <c>keys</c> are <see cref="ISession.Keys"/>.
        /// </summary>
        public IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> Items => CopyItems(session);

        /// <summary>Returns the value of a key; the type's default if it is absent. Django: <c>get(key)</c>.</summary>
        [RequiresUnreferencedCode(Reflection)]
        [RequiresDynamicCode(Reflection)]
        public T? Get<T>(string key) => session.TryGet<T>(key, out var value) ? value : default;

        /// <summary>
        /// Returns the value of a key, or <paramref name="defaultValue"/> if it is absent. Django: <c>get(key, default)</c>.
        /// </summary>
        [RequiresUnreferencedCode(Reflection)]
        [RequiresDynamicCode(Reflection)]
        public T Get<T>(string key, T defaultValue) => session.TryGet<T>(key, out var value) ? value : defaultValue;

        /// <summary>Gets the value of a key. Returns whether there is one.</summary>
        [RequiresUnreferencedCode(Reflection)]
        [RequiresDynamicCode(Reflection)]
        public bool TryGet<T>(string key, [MaybeNullWhen(false)] out T value) => session.TryGet(key, SessionCodec.For<T>(), out value);

        /// <summary>
        /// Sets a key. A value equal to the current one changes nothing; <see langword="null"/> removes the key. A value of the static type
        /// <see cref="object"/> is stored as its actual type. Django: <c>session[key] = value</c>.
        /// </summary>
        /// <exception cref="InvalidOperationException">
        /// The value cannot be stored; or the session would exceed its limit, or can no longer begin.
        /// </exception>
        [RequiresUnreferencedCode(Reflection)]
        [RequiresDynamicCode(Reflection)]
        public void Set<T>(string key, T? value)
        {
            if (typeof(T) == typeof(object) && value is not null)
            {
                BoxedSetter.For(value.GetType()).Set(session, key, value);
            }
            else if (value is null)
            {
                session.Remove(key);
            }
            else
            {
                session.Set(key, value, SessionCodec.For<T>());
            }
        }

        /// <summary>
        /// Removes a key and returns the value that it had; the type's default if it was absent. Django: <c>pop(key, None)</c>.
        /// </summary>
        [RequiresUnreferencedCode(Reflection)]
        [RequiresDynamicCode(Reflection)]
        public T? Pop<T>(string key) => GetView(session, key, SessionCodec.For<T>()).TryRemove(out var value) ? value : default;

        /// <summary>
        /// Removes a key and returns the value that it had, or <paramref name="defaultValue"/> if it was absent. Django: <c>pop(key,
        /// default)</c>.
        /// </summary>
        [RequiresUnreferencedCode(Reflection)]
        [RequiresDynamicCode(Reflection)]
        public T Pop<T>(string key, T defaultValue)
            => GetView(session, key, SessionCodec.For<T>()).TryRemove(out var value) ? value : defaultValue;

        /// <summary>Returns the value of a key; if it is absent, a new one is set first. Django: <c>setdefault</c>.</summary>
        /// <exception cref="InvalidOperationException">
        /// The value cannot be stored; or the session would exceed its limit, or can no longer begin.
        /// </exception>
        [RequiresUnreferencedCode(Reflection)]
        [RequiresDynamicCode(Reflection)]
        public T GetOrAdd<T>(string key, Func<T> valueFactory) => session.GetOrAdd(key, valueFactory, SessionCodec.For<T>());

        /// <summary>
        /// Sets several keys: a <c>Dictionary&lt;string, object?&gt;</c> has values of different types, each stored as its actual type.
        /// <see langword="null"/> values remove their keys. Django: <c>update</c>.
        /// </summary>
        /// <exception cref="InvalidOperationException">
        /// A value cannot be stored; or the session would exceed its limit, or can no longer begin.
        /// </exception>
        [RequiresUnreferencedCode(Reflection)]
        [RequiresDynamicCode(Reflection)]
        public void Update<T>(IEnumerable<KeyValuePair<string, T>> values)
        {
            ArgumentNullException.ThrowIfNull(values);
            foreach (var (key, value) in values)
            {
                session.Set<T>(key, value);
            }
        }
    }

    private static SessionValueView<T> GetView<T>(ISession session, string key, SessionCodec<T> codec)
        => ValueStores.Get(session).GetOrAdd(static session => new SessionValueViewCache(ValueStores.Get(session))).GetOrAdd(key, codec);

    private static KeyValuePair<string, ReadOnlyMemory<byte>>[] CopyItems(ISession session)
    {
        var values = ValueStores.Get(session);

        // Captures values that were changed in place.
        _ = session is ITypedSession { IsModified: true };
        return [.. session.Keys.Select(key => KeyValuePair.Create(key, values.TryGet(key, out var value) ? value : default))];
    }
}

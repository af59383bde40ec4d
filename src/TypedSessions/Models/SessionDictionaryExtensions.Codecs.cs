using System.Diagnostics.CodeAnalysis;

namespace TypedSessions.Dictionary;

/// <content>The members that take a codec: for trimmed applications, and for a stored form of your choice.</content>
public static partial class SessionDictionaryExtensions
{
    extension(ISession session)
    {
        /// <summary>
        /// Returns the value of a key; the type's default if it is absent: <c>session.Get("visits", SessionCodec.Int32)</c>.
        /// </summary>
        public T? Get<T>(string key, SessionCodec<T> codec) => session.TryGet(key, codec, out var value) ? value : default;

        /// <summary>Returns the value of a key, or <paramref name="defaultValue"/> if it is absent.</summary>
        public T Get<T>(string key, SessionCodec<T> codec, T defaultValue)
            => session.TryGet(key, codec, out var value) ? value : defaultValue;

        /// <summary>Gets the value of a key. Returns whether there is one.</summary>
        public bool TryGet<T>(string key, SessionCodec<T> codec, [MaybeNullWhen(false)] out T value)
            => GetView(session, key, codec).TryGet(out value);

        /// <summary>Sets a key. A value equal to the current one changes nothing; <see langword="null"/> removes the key.</summary>
        /// <exception cref="InvalidOperationException">
        /// The value cannot be stored; or the session would exceed its limit, or can no longer begin.
        /// </exception>
        public void Set<T>(string key, T? value, SessionCodec<T> codec) => GetView(session, key, codec).Set(value);

        /// <summary>Removes a key and returns the value that it had; the type's default if it was absent.</summary>
        public T? Pop<T>(string key, SessionCodec<T> codec) => GetView(session, key, codec).TryRemove(out var value) ? value : default;

        /// <summary>Returns the value of a key; if it is absent, a new one is set first.</summary>
        /// <exception cref="InvalidOperationException">
        /// The value cannot be stored; or the session would exceed its limit, or can no longer begin.
        /// </exception>
        public T GetOrAdd<T>(string key, Func<T> valueFactory, SessionCodec<T> codec)
        {
            ArgumentNullException.ThrowIfNull(valueFactory);
            var view = GetView(session, key, codec);
            if (!view.TryGet(out var value))
            {
                value = valueFactory();
                view.Set(value);
            }

            return value;
        }
    }
}

using TypedSessions;
using TypedSessions.Models;

namespace Microsoft.AspNetCore.Http;

/// <summary>The members of <see cref="ITypedSession"/> on every <see cref="ISession"/>, and models over it.</summary>
public static partial class TypedSessionExtensions
{
    extension(ISession session)
    {
        /// <inheritdoc cref="ITypedSession.IsNew"/>
        public bool IsNew => Typed(session).IsNew;

        /// <inheritdoc cref="ITypedSession.IsEmpty"/>
        public bool IsEmpty => Typed(session).IsEmpty;

        /// <inheritdoc cref="ITypedSession.IsAccessed"/>
        public bool IsAccessed => Typed(session).IsAccessed;

        /// <inheritdoc cref="ITypedSession.IsModified"/>
        public bool IsModified => Typed(session).IsModified;

        /// <inheritdoc cref="ITypedSession.ModifiedKeys"/>
        public IReadOnlyCollection<string> ModifiedKeys => Typed(session).ModifiedKeys;

        /// <inheritdoc cref="ITypedSession.Expiry"/>
        public SessionExpiry Expiry
        {
            get => Typed(session).Expiry;
            set => Typed(session).Expiry = value;
        }

        /// <inheritdoc cref="ITypedSession.CreatedAt"/>
        public DateTimeOffset? CreatedAt => Typed(session).CreatedAt;

        /// <inheritdoc cref="ITypedSession.ExpiresAt"/>
        public DateTimeOffset? ExpiresAt => Typed(session).ExpiresAt;

        /// <inheritdoc cref="ITypedSession.Owner"/>
        public string? Owner
        {
            get => Typed(session).Owner;
            set => Typed(session).Owner = value;
        }

        /// <inheritdoc cref="ITypedSession.SignedInAt"/>
        public DateTimeOffset? SignedInAt => Typed(session).SignedInAt;

        /// <inheritdoc cref="ITypedSession.Device"/>
        public SessionDevice? Device => Typed(session).Device;

        /// <summary>
        /// Returns a model over this session. A session of this library has one model of each type; over any other session
        /// the model is a new one, and a value that was changed in place has to be set again.
        /// </summary>
        public T As<T>()
            where T : class, ISessionModel<T>
            => ValueStores.Find(session) is { } store ? store.GetOrAdd(T.Open) : T.Open(session);
    }

    // Generic, so that the compiler prefers an application's own extension method, such as Abandon(this ISession), to these.
    extension<TSession>(TSession session)
        where TSession : class, ISession
    {
        /// <inheritdoc cref="ITypedSession.TimeLeft"/>
        public TimeSpan? TimeLeft => Typed(session).TimeLeft;

        /// <inheritdoc cref="ITypedSession.RegenerateId"/>
        public void RegenerateId() => Typed(session).RegenerateId();

        /// <inheritdoc cref="ITypedSession.ConfirmSignIn"/>
        public void ConfirmSignIn() => Typed(session).ConfirmSignIn();

        /// <inheritdoc cref="ITypedSession.Abandon"/>
        public void Abandon() => Typed(session).Abandon();

        /// <inheritdoc cref="ITypedSession.SetTestCookie"/>
        public void SetTestCookie() => Typed(session).SetTestCookie();

        /// <inheritdoc cref="ITypedSession.TestCookieWorked"/>
        public bool TestCookieWorked() => Typed(session).TestCookieWorked();

        /// <inheritdoc cref="ITypedSession.DeleteTestCookie"/>
        public void DeleteTestCookie() => Typed(session).DeleteTestCookie();
    }

    private static ITypedSession Typed(ISession session)
        => session as ITypedSession ?? throw new InvalidOperationException(
            $"The session is a '{session?.GetType()}', which has no configurable lifetime. "
            + "Call app.UseTypedSessions() in place of app.UseSession().");
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Models;

namespace TypedSessions;

/// <summary>Models over sessions outside a request.</summary>
public static class SessionModelExtensions
{
    /// <summary>Returns a model over the session: the service of the session's scope, if the model is registered.</summary>
    public static T As<T>([NotNull] this SessionScope opened)
        where T : class, ISessionModel<T>
    {
        ArgumentNullException.ThrowIfNull(opened);
        return opened.Services.GetService<T>() ?? opened.Session.As<T>();
    }

    /// <summary>
    /// Returns a model over the values of a record, as <see cref="ISessionManager.ListAsync"/> finds it, for reading. Setting a property
    /// throws an <see cref="InvalidOperationException"/>, and values that are changed in place are not stored.
    /// </summary>
    /// <param name="stored">The record with its key.</param>
    /// <param name="options">
    /// The application's <see cref="TypedSessionsOptions.JsonSerializerOptions"/>; <see langword="null"/> for the defaults.
    /// </param>
    /// <param name="prefix">
    /// The prefix that <see cref="SessionModelOptions"/> give the model's keys in this session; <see langword="null"/> for none.
    /// </param>
    public static T As<T>(this SessionRecordEntry stored, JsonSerializerOptions? options = null, string? prefix = null)
        where T : class, ISessionModel<T>
    {
        ArgumentNullException.ThrowIfNull(stored.Record, nameof(stored));
        return T.Open(new RecordSession(stored, options, prefix));
    }
}

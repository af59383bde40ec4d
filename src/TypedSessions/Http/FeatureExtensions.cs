using Microsoft.AspNetCore.Http.Features;

namespace TypedSessions.Http;

/// <summary>
/// A request's features by their types. <c>Get&lt;T&gt;()</c> and <c>Set&lt;T&gt;()</c> are generic methods of an interface, whose dispatch
/// takes longer than the search for the feature.
/// </summary>
internal static class FeatureExtensions
{
    public static T? Find<T>(this IFeatureCollection features)
        where T : class
        => (T?)features[typeof(T)];

    public static void Put<T>(this IFeatureCollection features, T feature)
        where T : class
        => features[typeof(T)] = feature;
}

using System.Collections.Concurrent;

namespace TypedSessions.Sessions;

/// <summary>The prefix that the application puts before the keys of a model: a constant, or the result of a service.</summary>
/// <param name="model">The model.</param>
/// <param name="keys">The keys of its properties.</param>
/// <param name="find">Returns the prefix of a session from its services; <see langword="null"/> or empty for none.</param>
internal sealed class ModelPrefix(Type model, IReadOnlyList<ValueKey> keys, Func<IServiceProvider?, string?> find)
{
    // Prefixes may be derived from input, so the number of cached ones is bounded.
    private const int MaxCached = 1000;

    private readonly ConcurrentDictionary<string, PrefixedKeys> _cache = new(StringComparer.Ordinal);

    /// <summary>Returns what is wrong with a prefix; <see langword="null"/> if it is valid.</summary>
    public static string? FindProblem(string? prefix)
        => string.IsNullOrEmpty(prefix) || (!IsPartOfReserved(prefix) && new ValueKey(prefix).IsWellFormed) ? null
            : $"the prefix '{prefix}' begins like '{ReservedKeys.Prefix}', which is reserved, or is not well-formed text";

    /// <summary>Returns the keys of a session; <see langword="null"/> if they have no prefix.</summary>
    /// <param name="services">The session's services; <see langword="null"/> for a session without.</param>
    /// <exception cref="InvalidOperationException">The prefix cannot be part of a key.</exception>
    public PrefixedKeys? FindKeys(IServiceProvider? services)
    {
        var prefix = find(services);
        if (string.IsNullOrEmpty(prefix))
        {
            return null;
        }

        if (_cache.TryGetValue(prefix, out var cached))
        {
            return cached;
        }

        if (FindProblem(prefix) is { } problem)
        {
            throw new InvalidOperationException($"AddModel<{model.Name}>: {problem}. Return another one from PrefixProvider.");
        }

        var created = new PrefixedKeys(prefix, keys);
        return _cache.Count < MaxCached ? _cache.GetOrAdd(prefix, created) : created;
    }

    // Behind the prefix '_', a key could become a reserved one.
    private static bool IsPartOfReserved(string prefix)
        => ReservedKeys.IsReserved(prefix) || ReservedKeys.Prefix.StartsWith(prefix, StringComparison.Ordinal);
}

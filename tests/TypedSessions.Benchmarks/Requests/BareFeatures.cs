using System.Collections;
using Microsoft.AspNetCore.Http.Features;

namespace TypedSessions.Benchmarks.Requests;

/// <summary>
/// A feature collection that is reset for each request, as in Kestrel. The server's features remain, and the features that
/// each request sets have their own fields.
/// </summary>
internal sealed class BareFeatures : IFeatureCollection
{
    private readonly Dictionary<Type, object> _server = [];
    private readonly List<KeyValuePair<Type, object>> _others = [];

    private object? _services;
    private object? _session;

    public bool IsReadOnly => false;

    public int Revision { get; private set; }

    public object? this[Type key]
    {
        get
        {
            if (key == typeof(ISessionFeature))
            {
                return _session;
            }

            if (key == typeof(IServiceProvidersFeature))
            {
                return _services;
            }

            return _server.TryGetValue(key, out var feature) ? feature : Find(key);
        }

        set
        {
            Revision++;
            if (key == typeof(ISessionFeature))
            {
                _session = value;
            }
            else if (key == typeof(IServiceProvidersFeature))
            {
                _services = value;
            }
            else
            {
                Remove(key);
                if (value is not null)
                {
                    _others.Add(new(key, value));
                }
            }
        }
    }

    /// <summary>Adds a feature of the server.</summary>
    public BareFeatures With<T>(T feature)
        where T : class
    {
        _server.Add(typeof(T), feature);
        return this;
    }

    /// <summary>Begins the next request.</summary>
    public void Reset()
    {
        _services = null;
        _session = null;
        _others.Clear();
        Revision++;
    }

    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _server.Concat(_others).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // A loop instead of RemoveAll, whose closure would count as an allocation of the library.
    private void Remove(Type key)
    {
        for (var i = 0; i < _others.Count; i++)
        {
            if (_others[i].Key == key)
            {
                _others.RemoveAt(i);
                return;
            }
        }
    }

    private object? Find(Type key)
    {
        foreach (var (type, feature) in _others)
        {
            if (type == key)
            {
                return feature;
            }
        }

        return null;
    }
}

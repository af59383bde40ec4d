using System.Text.Json;
using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>The values of a session for a model whose keys have a prefix that the application specifies.</summary>
internal sealed class PrefixedValueStore(IValueStore store, PrefixedKeys keys) : IValueStore
{
    public ISession Session => store.Session;

    public int ChangeVersion => store.ChangeVersion;

    public bool StoreEqualValues => store.StoreEqualValues;

    public bool VerifyValues => store.VerifyValues;

    public JsonSerializerOptions? JsonSerializerOptions => store.JsonSerializerOptions;

    public DateTimeOffset Now => store.Now;

    public IEnumerable<string> Keys => keys.Strip(store.Keys);

    public IEnumerable<string> ModifiedKeys => keys.Strip(store.ModifiedKeys);

    public bool TryGet(ValueKey key, out ReadOnlyMemory<byte> value) => store.TryGet(keys.Get(key), out value);

    public void Set(ValueKey key, ReadOnlyMemory<byte> value, SessionValueMerge? merge = null) => store.Set(keys.Get(key), value, merge);

    public void SetInPlace(ValueKey key, ReadOnlyMemory<byte> value, SessionValueMerge? merge)
        => store.SetInPlace(keys.Get(key), value, merge);

    public void Remove(ValueKey key, SessionValueMerge? merge = null) => store.Remove(keys.Get(key), merge);

    public bool IsModified(ValueKey key) => store.IsModified(keys.Get(key));

    public void Track(ITrackedView view) => store.Track(view);

    public void MarkRead(ValueKey key) => store.MarkRead(keys.Get(key));

    public void Keep(ValueKey key) => store.Keep(keys.Get(key));

    public T GetOrAdd<T>(Func<ISession, T> create)
        where T : class
        => store.GetOrAdd(create);

    public void ReportUnreadable(string key, Exception exception) => store.ReportUnreadable(keys.Get(key).Text, exception);

    public void ReportAmbiguous(string key) => store.ReportAmbiguous(keys.Get(key).Text);
}

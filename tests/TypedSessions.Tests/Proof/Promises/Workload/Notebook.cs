using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;
using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>
/// The session model of the workload. Each part of a merged value has its own key in the history, such as <c>entries/a</c>, because the
/// promises for keys also apply to parts.
/// </summary>
[SessionModel]
public sealed partial class Notebook
{
    internal const string TextKey = "text";
    internal const string NumberKey = "number";
    internal const string MarksKey = "marks";
    internal const string EntriesKey = "entries";
    internal const string CartKey = "cart";
    internal const string SumKey = "sum";

    // Not a property of the model, because code without the library uses the same session.
    private const string BytesKey = "bytes";

    /// <summary>The keys that can be set and removed, all except <see cref="SumKey"/>.</summary>
    internal static readonly string[] Keys =
        [TextKey, NumberKey, MarksKey, BytesKey, $"{EntriesKey}/a", $"{EntriesKey}/b", $"{CartKey}/a", $"{CartKey}/b"];

    /// <summary>All keys of the history.</summary>
    internal static readonly string[] AllKeys = [.. Keys, .. Enumerable.Range(0, Addition.Limit).Select(Addition.GetKey)];

    [SessionProperty(Key = TextKey)]
    public partial string? Text { get; set; }

    [SessionProperty(Key = NumberKey)]
    public partial int? Number { get; set; }

    [SessionProperty(Key = MarksKey)]
    public partial string[]? Marks { get; set; }

    [SessionProperty(Key = EntriesKey)]
    public partial Dictionary<string, string> Entries { get; set; }

    [SessionProperty(Key = CartKey)]
    public partial List<CartItem> Cart { get; set; }

    [SessionProperty(Key = SumKey, Merge = SessionMerge.Sum)]
    public partial long Sum { get; set; }

    /// <summary>Returns the key under which the session stores a key of the history.</summary>
    internal static string GetStoredKey(string key) => key.Split('/')[0];

    /// <summary>Returns whether a key of the history is a part of a merged value.</summary>
    internal static bool IsPart(string key) => GetStoredKey(key) != key;

    /// <summary>Returns all keys that are stored under the same keys as the given ones.</summary>
    internal static IEnumerable<string> FindSiblings(IEnumerable<string> keys)
    {
        var stored = keys.Select(GetStoredKey).ToHashSet();
        return AllKeys.Where(key => stored.Contains(GetStoredKey(key)));
    }

    /// <summary>Returns whether the value under a stored key is an object that can be empty.</summary>
    internal static bool HasParts(string storedKey) => storedKey is EntriesKey or CartKey;

    /// <summary>Sets a value, in place if it is a part of an object.</summary>
    internal static void Set(ITypedSession session, string key, string value)
    {
        var notebook = session.As<Notebook>();
        switch (GetStoredKey(key))
        {
            case EntriesKey:
                notebook.Entries[key] = value;
                break;
            case CartKey when notebook.Cart.Find(item => item.Id == key) is { } item:
                item.Text = value;
                break;
            case CartKey:
                notebook.Cart.Add(new CartItem { Id = key, Text = value });
                break;
            case SumKey:
                notebook.Sum += Addition.GetAmount(value);
                break;
            case TextKey:
                notebook.Text = value;
                break;
            case NumberKey:
                notebook.Number = int.Parse(value, CultureInfo.InvariantCulture);
                break;
            case MarksKey when notebook.Marks is { } marks:
                marks[0] = value;
                break;
            case MarksKey:
                notebook.Marks = [value];
                break;
            default:
                session.SetString(key, value);
                break;
        }
    }

    internal static void SetAgain(ITypedSession session, string key)
    {
        var notebook = session.As<Notebook>();
        switch (GetStoredKey(key))
        {
            case EntriesKey:
                notebook.Entries = new(notebook.Entries);
                break;
            case CartKey:
                notebook.Cart = [.. notebook.Cart];
                break;
            case TextKey:
                notebook.Text = new string(notebook.Text);
                break;
            case NumberKey:
                notebook.Number = (int?)notebook.Number;
                break;
            case MarksKey:
                notebook.Marks = [.. notebook.Marks!];
                break;
            default:
                session.SetString(key, session.GetString(key)!);
                break;
        }
    }

    internal static void Remove(ITypedSession session, string key)
    {
        var notebook = session.As<Notebook>();
        switch (GetStoredKey(key))
        {
            case EntriesKey:
                notebook.Entries.Remove(key);
                break;
            case CartKey:
                notebook.Cart.RemoveAll(item => item.Id == key);
                break;
            default:
                session.Remove(key);
                break;
        }
    }

    internal static View Look(ITypedSession session)
    {
        var notebook = session.As<Notebook>();
        var values = new Dictionary<string, string>();
        Add(TextKey, notebook.Text);
        Add(NumberKey, notebook.Number?.ToString(CultureInfo.InvariantCulture));
        Add(MarksKey, notebook.Marks?[0]);
        Add(BytesKey, session.GetString(BytesKey));
        AddParts(values, notebook.Entries, notebook.Cart, notebook.Sum);
        return new View
        {
            Id = session.Id,
            IsNew = session.IsNew,
            IsEmpty = session.IsEmpty,
            Values = values,
            ModifiedKeys = session.ModifiedKeys,
            Owner = session.Owner,
            Expiry = session.Expiry,
            CreatedAt = session.CreatedAt,
            ExpiresAt = session.ExpiresAt,
        };

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                values.Add(key, value);
            }
        }
    }

    /// <summary>Reads a stored record in the form that <c>Look</c> returns.</summary>
    internal static View Look(SessionRecord record, string id)
    {
        var values = new Dictionary<string, string>();
        var stored = record.Values.ToDictionary(static pair => pair.Key, static pair => pair.Value);
        foreach (var key in stored.Keys.Intersect(Keys))
        {
            values.Add(key, Decode(key, stored[key]));
        }

        AddParts(
            values,
            Read<Dictionary<string, string>>(stored, EntriesKey) ?? [],
            Read<List<CartItem>>(stored, CartKey) ?? [],
            stored.TryGetValue(SumKey, out var sum) ? BinaryPrimitives.ReadInt64BigEndian(sum.Span) : 0);
        return new View
        {
            Id = id,
            Values = values,
            Owner = record.Owner,
            Expiry = record.Expiry,
            CreatedAt = record.CreatedAt,
            ExpiresAt = record.ExpiresAt,
        };
    }

    private static string Decode(string key, ReadOnlyMemory<byte> bytes) => key switch
    {
        NumberKey => BinaryPrimitives.ReadInt32BigEndian(bytes.Span).ToString(CultureInfo.InvariantCulture),
        MarksKey => JsonSerializer.Deserialize<string[]>(bytes.Span)![0],
        _ => Encoding.UTF8.GetString(bytes.Span),
    };

    private static T? Read<T>(Dictionary<string, ReadOnlyMemory<byte>> stored, string key)
        where T : class
        => stored.TryGetValue(key, out var bytes) ? JsonSerializer.Deserialize<T>(bytes.Span, JsonSerializerOptions.Web) : null;

    private static void AddParts(
        Dictionary<string, string> values, Dictionary<string, string> entries, List<CartItem> cart, long sum)
    {
        foreach (var (key, value) in entries.Concat(cart.Select(static item => KeyValuePair.Create(item.Id, item.Text))))
        {
            values.Add(key, value);
        }

        foreach (var number in Enumerable.Range(0, Addition.Limit).Where(number => (sum & Addition.GetAmount(number)) != 0))
        {
            values.Add(Addition.GetKey(number), Addition.GetValue(number));
        }
    }
}

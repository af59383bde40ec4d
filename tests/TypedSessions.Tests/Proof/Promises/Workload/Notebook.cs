using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;
using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>What the workload keeps in a session: text, a number, and an array that is changed in place.</summary>
[SessionModel]
public sealed partial class Notebook
{
    internal const string TextKey = "text";
    internal const string NumberKey = "number";
    internal const string MarksKey = "marks";

    // Not a property of the model, because code that does not know the library uses the same session.
    private const string BytesKey = "bytes";

    internal static readonly string[] Keys = [TextKey, NumberKey, MarksKey, BytesKey];

    [SessionProperty(Key = TextKey)]
    public partial string? Text { get; set; }

    [SessionProperty(Key = NumberKey)]
    public partial int? Number { get; set; }

    [SessionProperty(Key = MarksKey)]
    public partial string[]? Marks { get; set; }

    /// <summary>Sets a value, of the array in place where it exists.</summary>
    internal static void Set(ITypedSession session, string key, string value)
    {
        var notebook = session.As<Notebook>();
        switch (key)
        {
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
        switch (key)
        {
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

    internal static View Look(ITypedSession session)
    {
        var notebook = session.As<Notebook>();
        var values = new Dictionary<string, string>();
        Add(TextKey, notebook.Text);
        Add(NumberKey, notebook.Number?.ToString(CultureInfo.InvariantCulture));
        Add(MarksKey, notebook.Marks?[0]);
        Add(BytesKey, session.GetString(BytesKey));
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

    /// <summary>Reads a stored record as <c>Look</c> would show it.</summary>
    internal static View Look(SessionRecord record, string id)
    {
        var values = new Dictionary<string, string>();
        foreach (var (key, bytes) in record.Values)
        {
            values.Add(key, Decode(key, bytes));
        }

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
}

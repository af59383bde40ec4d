using System.Text;
using System.Text.Json;
using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>The session as models see it.</summary>
internal sealed partial class Session : ISessionValues
{
    private List<SessionView>? _views;
    private object? _model;
    private List<object>? _otherModels;

    ISession ISessionValues.Session => this;

    int ISessionValues.Stamp => _values.Stamp;

    bool ISessionValues.StoresEqualValues => _values.MayBeStale;

    bool ISessionValues.ChecksEachValue => services.Options.ChecksEachValue;

    JsonSerializerOptions? ISessionValues.JsonSerializerOptions => services.Options.JsonSerializerOptions;

    SessionEntries ISessionValues.Entries => field ??= new SessionEntries(this);

    /// <inheritdoc/>
    public bool TryGet(string key, out ReadOnlyMemory<byte> value)
    {
        ArgumentNullException.ThrowIfNull(key);
        Access();
        return _values.TryGet(key, out value);
    }

    void ISessionValues.Set(string key, ReadOnlyMemory<byte> value) => SetOwned(key, value);

    bool ISessionValues.IsModified(string key)
    {
        Access();
        return _values.IsKeyModified(key);
    }

    void ISessionValues.Track(SessionView view)
    {
        (_views ??= []).Add(view);
        channel.OnTracked();
    }

    void ISessionValues.ReportUnreadable(string key, Exception exception)
    {
        if (services.IsFirstUnreadable(key))
        {
            services.Log.UnreadableValue(exception, Token.Key, key);
        }

        services.Metrics.ValueWasUnreadable();
    }

    void ISessionValues.ReportAmbiguous(string key)
    {
        if (services.IsFirstUnreadable(key))
        {
            services.Log.AmbiguousValue(Token.Key, key);
        }
    }

    // The bytes are ours from now on: nobody else changes them.
    private void SetOwned(string key, ReadOnlyMemory<byte> value)
    {
        ThrowIfNoKey(key);
        ReservedKeys.ThrowIfReserved(key);
        SetReserved(key, value);
    }

    /// <summary>Sets one of the library's own keys.</summary>
    public void SetReserved(string key, ReadOnlyMemory<byte> value)
    {
        ThrowIfUnchangeable();
        Access();
        ThrowIfTooLateToBegin();
        _values.Set(key, value);
    }

    private static void ThrowIfNoKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var length = Ascii.IsValid(key) ? key.Length : SessionValues.EncodeKey(key).Length;
        if (length > ushort.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(key), $"A session key takes at most {ushort.MaxValue} bytes in UTF-8, and this one takes {length}.");
        }
    }

    // One of each type, so that all who ask see what one of them changed in place. Few requests use two types.
    T ISessionValues.Model<T>() => _model as T ?? _otherModels?.OfType<T>().FirstOrDefault() ?? AddModel<T>();

    private T AddModel<T>()
        where T : class, ISessionModel<T>
    {
        var model = T.Open(new SessionView(this, T.Properties));
        if (_model is null)
        {
            _model = model;
        }
        else
        {
            (_otherModels ??= []).Add(model);
        }

        return model;
    }

    /// <summary>
    /// Gets or sets whether values that cannot be stored are left as they are stored:
    /// the application received the exception, and answers the request.
    /// </summary>
    public bool SkipsUnstorable { get; set; }

    /// <summary>What was changed in place becomes visible as a change.</summary>
    public void CaptureViews()
    {
        for (var i = 0; i < _views?.Count; i++)
        {
            _views[i].CaptureChanges(SkipsUnstorable);
        }
    }

    // What was changed in place before the session is emptied goes with the rest, whether or not it could be stored.
    private void ForgetViews()
    {
        for (var i = 0; i < _views?.Count; i++)
        {
            _views[i].Forget();
        }
    }
}

// Generic models, repositories over any model, and constraints.
using TypedSessions.Storage;

namespace Generic;

[SessionModel]
public partial class History<T>
    where T : class
{
    [SessionProperty] public partial List<T> Entries { get; set; }

    [SessionProperty(Merge = SessionMerge.LastWins)] public partial int Position { get; set; }

    public T? Current => Position < Entries.Count ? Entries[Position] : null;

    public T? Undo() => Position > 0 ? Entries[--Position] : null;

    public void Push(T entry)
    {
        Entries.RemoveRange(Math.Min(Position + 1, Entries.Count), Math.Max(0, Entries.Count - Position - 1));
        Entries.Add(entry);
        Position = Entries.Count - 1;
    }
}

public interface IStateStore<TState>
{
    ValueTask<TState> ReadAsync(CancellationToken cancellation = default);
}

public sealed class SessionState<TState>(IHttpContextAccessor accessor) : IStateStore<TState>
    where TState : class, ISessionModel<TState>
{
    public async ValueTask<TState> ReadAsync(CancellationToken cancellation = default)
    {
        var context = accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");
        await context.Session.LoadAsync(cancellation);
        return context.Session.As<TState>();
    }
}

public static class SessionManagerExtensions
{
    public static async Task<TResult?> WithAsync<TModel, TResult>(
        this ISessionManager sessions, SessionKey key, Func<TModel, TResult> use, CancellationToken cancellation = default)
        where TModel : class, ISessionModel<TModel>
    {
        await using var opened = await sessions.OpenAsync(key, cancellationToken: cancellation);
        if (opened is null)
        {
            return default;
        }

        var result = use(opened.As<TModel>());
        await opened.SaveAsync(cancellation);
        return result;
    }
}

// A component that is rendered on the server for a request, and one that lives in a circuit.
using Microsoft.AspNetCore.Components;
using TypedSessions.Storage;

namespace Rendered;

[SessionModel]
public partial class CounterSession
{
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
}

public sealed class StaticCounter : ComponentBase
{
    [CascadingParameter] public HttpContext? Context { get; set; }

    [Inject] public CounterSession Counter { get; set; } = null!;

    protected override void OnInitialized()
    {
        if (Context is { Request.Method: "POST" })
        {
            Counter.Count++;
        }
    }
}

public sealed class LiveCounter : ComponentBase, IAsyncDisposable
{
    private CancellationTokenSource _stop = new();

    [Inject] public ISessionManager Sessions { get; set; } = null!;

    [Parameter] public string Session { get; set; } = "";

    public int Count { get; private set; }

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return default;
    }

    protected override async Task OnParametersSetAsync()
    {
        if (SessionKey.TryParse(Session, out var key) && await Sessions.OpenAsync(key, cancellationToken: _stop.Token) is { } opened)
        {
            await using (opened)
            {
                Count = ++opened.As<CounterSession>().Count;
                await opened.SaveAsync(_stop.Token);
            }
        }
    }
}

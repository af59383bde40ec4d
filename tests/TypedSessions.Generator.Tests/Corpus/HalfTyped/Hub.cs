// Without usings, as pasted from elsewhere.
using TypedSessions.Storage;

namespace Pasted
{
    public class ChatHub : Hub
    {
        private readonly ISessionManager sessions

        public async Task Send(string user, string message)
        {
            await using var opened = await sessions.OpenAsync(Context.Items["key"] as SessionKey)
            opened.As<ChatSession>().Count++
            await opened.
        }

        private static ISession? {|TSES041:_last|} = ;

        public override Task OnDisconnectedAsync(Exception? exception) => Task.Run(() => _last.Set
    }

    [SessionModel(Prefix = )]
    partial class ChatSession
    {
        [SessionProperty(Default = nameof()] partial int Count { get; set }
    }
}

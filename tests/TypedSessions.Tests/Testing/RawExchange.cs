using System.Net.Sockets;
using System.Text;

namespace TypedSessions.Tests.Testing;

/// <summary>Exchanges HTTP messages on a stream.</summary>
internal static class RawExchange
{
    /// <summary>Sends a request and reads one response with a chunked body or a content length.</summary>
    public static async Task<string> ExchangeAsync(this NetworkStream connection, string request, Encoding? encoding = null)
    {
        await connection.WriteAsync((encoding ?? Encoding.ASCII).GetBytes(request));
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsComplete(text.ToString()))
        {
            var read = await connection.ReadAsync(buffer);
            if (read == 0)
            {
                break;
            }

            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    private static bool IsComplete(string response)
    {
        var end = response.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0 || response.Contains("chunked", StringComparison.Ordinal))
        {
            return end >= 0 && response.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal);
        }

        const string Length = "Content-Length: ";
        var at = response.IndexOf(Length, StringComparison.Ordinal);
        return at < 0 || response.Length - end - 4 >= int.Parse(
            response.AsSpan(at + Length.Length)[..response.AsSpan(at + Length.Length).IndexOf('\r')], null);
    }
}

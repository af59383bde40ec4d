using System.Data.Common;
using System.Net.Sockets;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>A lost connection as an error of the provider. MySqlConnector does not wrap all errors of the network.</summary>
internal sealed class ConnectionLostException(Exception innerException) : DbException("The connection was lost.", innerException)
{
    /// <summary>Returns whether an error is one of the network, which the provider has not wrapped.</summary>
    public static bool Wraps(Exception error) => error is IOException or SocketException;
}

// Shows that the session of this page was ended elsewhere. A SignalR client without a library: a WebSocket with JSON messages.
{
  const separator = "\u001e";
  const ping = 6, pingInterval = 10_000, retryDelay = 2_000;
  const address = new URL("/account/connection", location.href);
  address.protocol = address.protocol.replace("http", "ws");

  const connect = () => {
    const socket = new WebSocket(address);
    const send = message => socket.send(JSON.stringify(message) + separator);
    let pings;
    socket.onopen = () => {
      send({ protocol: "json", version: 1 });
      pings = setInterval(() => send({ type: ping }), pingInterval);
    };
    socket.onclose = () => {
      clearInterval(pings);
      check();
    };
  };

  // A new id of the session, as after a password change in another tab, closes the connection as well.
  const check = async () => {
    if (await hasEnded()) {
      document.getElementById("ended").hidden = false;
    } else {
      setTimeout(connect, retryDelay);
    }
  };

  // The account's page redirects visitors to the sign-in.
  const hasEnded = () => fetch("/account", { method: "HEAD", redirect: "manual" })
    .then(account => account.type === "opaqueredirect", () => false);

  connect();
}

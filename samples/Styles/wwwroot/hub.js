// A hub client without a library: a WebSocket with JSON messages, each followed by a separator.
{
  const separator = "\u001e";
  const invocation = 1, completion = 3;
  const answer = document.getElementById("answer");
  const button = document.getElementById("stamp");
  const address = new URL("/hub/connection", location.href);
  address.protocol = address.protocol.replace("http", "ws");

  const socket = new WebSocket(address);
  const send = message => socket.send(JSON.stringify(message) + separator);
  let calls = 0;

  const end = () => {
    answer.textContent = "Your session has ended.";
    answer.className = "problem";
    button.disabled = true;
  };

  const receive = message => {
    if (message.type === undefined) {
      answer.textContent = "No stamp yet.";
      button.disabled = false;
    } else if (message.type === completion && message.error === undefined) {
      answer.textContent = `Stamp ${message.result}.`;
    } else if (message.type === completion || message.type === invocation && message.target === "ended") {
      end();
    }
  };

  socket.onopen = () => send({ protocol: "json", version: 1 });
  socket.onmessage = event => event.data.split(separator).filter(Boolean).map(JSON.parse).forEach(receive);
  button.onclick = () => send({ type: invocation, invocationId: `${++calls}`, target: "Stamp", arguments: [] });
}

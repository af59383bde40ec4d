#!/usr/bin/env bash
# Runs two nodes of the shop with one PostgreSQL behind a proxy. Requests alternate between the nodes, which share sessions.
# Uses PostgreSQL from Debian's package 'postgresql' in a temporary folder, which is removed. Ctrl+C stops everything.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

address=${1:-http://localhost:5090}

programs=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1) || {
  echo "There is no PostgreSQL under /usr/lib/postgresql: apt-get install postgresql" >&2
  exit 1
}

# PostgreSQL refuses to run as root; its package creates a user.
as_user=()
if ((EUID == 0)); then
  as_user=(runuser -u postgres --)
fi

# Three unused ports, below the range that the system assigns.
free_ports() {
  local found=() port
  for ((port = 20000 + RANDOM % 10000; ${#found[@]} < 3; port++)); do
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || found+=("$port")
  done
  echo "${found[@]}"
}

nodes=()
stop() {
  trap '' INT TERM EXIT
  echo "Stopping"
  ((${#nodes[@]} == 0)) || kill "${nodes[@]}" 2>/dev/null || true
  wait
  (cd / && "${as_user[@]}" "$programs/pg_ctl" -D "$folder/data" -m fast -w stop) &>/dev/null || true
  rm -rf "$folder" "$keys"
}

read -r database first second < <(free_ports)
folder=$(cd / && "${as_user[@]}" mktemp -d -t shop-postgres-XXXXXX)
keys=$(mktemp -d -t shop-keys-XXXXXX)
trap stop EXIT
trap exit INT TERM

echo "Starting PostgreSQL"
(
  cd /
  "${as_user[@]}" "$programs/initdb" -D "$folder/data" --username=shop --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
  # In a separate session, so that Ctrl+C reaches only this script, which stops the server last.
  setsid "${as_user[@]}" "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w -s \
    -o "-p $database -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" start
)

dotnet build --nologo -v quiet
dotnet build ../Shop.Proxy --nologo -v quiet
export ASPNETCORE_ENVIRONMENT=Development
export Sessions__Engine=database Sessions__Provider=postgresql
export ConnectionStrings__Sessions="Host=127.0.0.1;Port=$database;Username=shop;Database=postgres"
export DataProtection__Path=$keys

for port in "$first" "$second"; do
  dotnet bin/Debug/net10.0/Shop.dll --urls "http://127.0.0.1:$port" &
  nodes+=($!)
done
dotnet ../Shop.Proxy/bin/Debug/net10.0/Shop.Proxy.dll --contentRoot "$PWD/../Shop.Proxy" --urls "$address" \
  --ReverseProxy:Clusters:shop:Destinations:first:Address="http://127.0.0.1:$first" \
  --ReverseProxy:Clusters:shop:Destinations:second:Address="http://127.0.0.1:$second" &
nodes+=($!)

for port in "$first" "$second" "${address##*:}"; do
  until (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.2; done
done

echo "The shop is on $address, its nodes on $first (process ${nodes[0]}) and $second (process ${nodes[1]}). Kill one: your cart stays. Ctrl+C stops all."
wait

#!/usr/bin/env bash
# Runs two nodes of the shop with one server for sessions behind a proxy. Requests alternate between the nodes, which share sessions.
#
#   run-two-nodes.sh [postgresql|mariadb|redis|redis_cluster] [address] [release of the second node: Shop|Shop.Next]
#
# Uses the server of Debian's package in a temporary folder, which is removed. Ctrl+C stops everything.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

server=${1:-postgresql}
address=${2:-http://localhost:5090}
release=${3:-Shop}

fail() {
  echo "$1" >&2
  exit 1
}

# The servers refuse to run as root; their packages create a user. In a separate session, so that Ctrl+C reaches only this script,
# which stops the server last.
run_as() {
  if ((EUID == 0)); then
    (cd / && setsid runuser -u "$1" -- "${@:2}")
  else
    (cd / && setsid "${@:2}")
  fi
}

start_postgresql() {
  programs=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1) \
    || fail "There is no PostgreSQL under /usr/lib/postgresql: apt-get install postgresql"
  folder=$(run_as postgres mktemp -d -t shop-postgres-XXXXXX)
  run_as postgres "$programs/initdb" -D "$folder/data" --username=shop --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
  run_as postgres "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w -s \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" start
  export Sessions__Engine=database Sessions__Provider=postgresql
  export ConnectionStrings__Sessions="Host=127.0.0.1;Port=$port;Username=shop;Database=postgres"
}

stop_postgresql() {
  run_as postgres "$programs/pg_ctl" -D "$folder/data" -m fast -w stop
}

start_mariadb() {
  [[ -x /usr/sbin/mariadbd ]] || fail "There is no MariaDB in /usr/sbin: apt-get install mariadb-server"
  folder=$(run_as mysql mktemp -d -t shop-mariadb-XXXXXX)
  run_as mysql mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal --skip-test-db >/dev/null
  run_as mysql /usr/sbin/mariadbd --no-defaults --datadir="$folder/data" --socket="$folder/socket" --pid-file="$folder/pid" \
    --bind-address=127.0.0.1 --port="$port" >"$keys/log" 2>&1 &
  until mariadb-admin --no-defaults --socket="$folder/socket" --user=root ping &>/dev/null; do sleep 0.2; done
  mariadb --no-defaults --socket="$folder/socket" --user=root \
    --execute="CREATE DATABASE shop; CREATE USER shop@'127.0.0.1'; GRANT ALL ON shop.* TO shop@'127.0.0.1'"
  export Sessions__Engine=database Sessions__Provider=mysql
  export ConnectionStrings__Sessions="Server=127.0.0.1;Port=$port;User ID=shop;Database=shop"
}

stop_mariadb() {
  mariadb-admin --no-defaults --socket="$folder/socket" --user=root shutdown
}

start_redis() {
  folder=$(mktemp -d -t shop-redis-XXXXXX)
  start_redis_on "$port"
  export Sessions__Engine=redis ConnectionStrings__Sessions="127.0.0.1:$port"
}

stop_redis() {
  redis-cli -p "$port" shutdown nosave
}

# Three primaries with a replica each.
start_redis_cluster() {
  folder=$(mktemp -d -t shop-redis-XXXXXX)
  read -ra members < <(free_ports 12)
  local nodes=()
  for i in {0..5}; do
    start_redis_on "${members[i]}" --cluster-enabled yes --cluster-port "${members[i + 6]}" --cluster-config-file "${members[i]}.conf"
    nodes+=("127.0.0.1:${members[i]}")
  done
  redis-cli --cluster create "${nodes[@]}" --cluster-replicas 1 --cluster-yes >/dev/null
  until redis-cli -p "${members[0]}" cluster info | grep -q cluster_state:ok; do sleep 0.2; done
  export Sessions__Engine=redis ConnectionStrings__Sessions="${nodes[0]},${nodes[1]},${nodes[2]}"
}

stop_redis_cluster() {
  for i in {0..5}; do redis-cli -p "${members[i]}" shutdown nosave; done
}

start_redis_on() {
  command -v redis-server >/dev/null || fail "There is no Redis: apt-get install redis-server"
  setsid redis-server --port "$1" --bind 127.0.0.1 --dir "$folder" --save '' "${@:2}" >"$folder/$1.log" &
  until redis-cli -p "$1" ping &>/dev/null; do sleep 0.2; done
}

# Unused ports, below the range that the system assigns.
free_ports() {
  local found=() port
  for ((port = 20000 + RANDOM % 10000; ${#found[@]} < $1; port++)); do
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || found+=("$port")
  done
  echo "${found[@]}"
}

nodes=() folder=
stop() {
  trap '' INT TERM EXIT
  echo "Stopping"
  ((${#nodes[@]} == 0)) || kill "${nodes[@]}" 2>/dev/null || true
  ((${#nodes[@]} == 0)) || wait "${nodes[@]}" || true
  [[ -z "$folder" ]] || "stop_$server" &>/dev/null || true
  wait
  rm -rf "$folder" "$keys"
}

[[ $(type -t "start_$server") == function ]] || fail "There is no server '$server'. It can be postgresql, mariadb, redis or redis_cluster."
read -r port first second < <(free_ports 3)
keys=$(mktemp -d -t shop-keys-XXXXXX)
trap stop EXIT
trap exit INT TERM

echo "Starting $server"
"start_$server"

dotnet build --nologo -v quiet
dotnet build "../$release" --nologo -v quiet
dotnet build ../Shop.Proxy --nologo -v quiet
export ASPNETCORE_ENVIRONMENT=Development
export DataProtection__Path=$keys
export ConnectionStrings__Accounts="Data Source=$keys/accounts.db"

dotnet bin/Debug/net10.0/Shop.dll --urls "http://127.0.0.1:$first" &
nodes+=($!)
dotnet "../$release/bin/Debug/net10.0/Shop.dll" --urls "http://127.0.0.1:$second" &
nodes+=($!)
dotnet ../Shop.Proxy/bin/Debug/net10.0/Shop.Proxy.dll --contentRoot "$PWD/../Shop.Proxy" --urls "$address" \
  --ReverseProxy:Clusters:shop:Destinations:first:Address="http://127.0.0.1:$first" \
  --ReverseProxy:Clusters:shop:Destinations:second:Address="http://127.0.0.1:$second" &
nodes+=($!)

for node in "$first" "$second" "${address##*:}"; do
  until (: <"/dev/tcp/127.0.0.1/$node") 2>/dev/null; do sleep 0.2; done
done

echo "The shop is on $address, its nodes on $first (process ${nodes[0]}) and $second (process ${nodes[1]}). Kill one: your cart stays. Ctrl+C stops all."
wait "${nodes[@]}"

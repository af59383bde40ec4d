#!/usr/bin/env bash
# Builds everything once and runs all tests. Installs what they need and this machine lacks, where it may.
# The last line is the sum over all test projects: N passed, N failed, N skipped.
#
#   ./test.sh            in some minutes
#   ./test.sh --long     with the proofs of docs/internals/reliability.md at length, which takes hours
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

if [[ "${1:-}" == "--long" ]]; then
  export TYPED_SESSIONS_OPERATIONS=1000000 TYPED_SESSIONS_INTERLEAVINGS=all TYPED_SESSIONS_FUZZ=10000000
  export TYPED_SESSIONS_KILLS=200 TYPED_SESSIONS_LOAD=100000 TYPED_SESSIONS_EXPIRED=1000000
  export TYPED_SESSIONS_RULES=all TYPED_SESSIONS_SIGN_INS=50 TYPED_SESSIONS_ORDERS=all TYPED_SESSIONS_REMOVALS=500
  export TYPED_SESSIONS_MERGES=500 TYPED_SESSIONS_VERSIONS=100000 TYPED_SESSIONS_MERGE_CASES=1000000 TYPED_SESSIONS_TEMPLATES=all
  export TYPED_SESSIONS_FAILOVERS=50 TYPED_SESSIONS_FAULTS=all TYPED_SESSIONS_LIMITS=200
fi

# A program, or where it is when that is not on the PATH, and the Debian package that brings it.
programs=(
  "chromium chromium"
  "/usr/lib/postgresql/*/bin/postgres postgresql"
  "/usr/sbin/mariadbd mariadb-server"
  "redis-server redis-server"
  "redis-sentinel redis-sentinel"
  "/usr/sbin/pgbouncer pgbouncer"
  "gcc gcc"                            # links the natively compiled site
  "/usr/include/zlib.h zlib1g-dev"
)

is_installed() {
  command -v "$1" >/dev/null || compgen -G "$1" >/dev/null
}

install_missing() {
  local missing=() program package
  for entry in "${programs[@]}"; do
    read -r program package <<<"$entry"
    is_installed "$program" || missing+=("$package")
  done

  if ((${#missing[@]} == 0)); then
    return
  fi

  local as_root=()
  if ((EUID != 0)); then
    as_root=(sudo -n)
  fi

  if command -v apt-get >/dev/null && { ((EUID == 0)) || sudo -n true 2>/dev/null; }; then
    echo "Installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
  else
    echo "Missing: ${missing[*]}. They cannot be installed from here, so the tests that need them are skipped."
  fi
}

# One test project: streams its output, and adds its counts.
passed=0 failed=0 skipped=0 broken=0
run() {
  local log status=0
  log=$(mktemp)
  dotnet test "$1" --no-build --nologo --tl:off --logger "console;verbosity=minimal" 2>&1 | tee "$log" || status=$?

  local summary
  summary=$(grep -oE 'Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+' "$log" | tail -n 1 | tr -cd '0-9 ' || true)
  rm -f "$log"

  local counts=()
  read -ra counts <<<"$summary"
  if ((${#counts[@]} == 3)); then
    failed=$((failed + counts[0])) passed=$((passed + counts[1])) skipped=$((skipped + counts[2]))
  else
    echo "$1 ran no tests."
    broken=1
  fi

  if ((status != 0)); then
    broken=1
  fi
}

install_missing
dotnet build TypedSessions.sln --nologo --tl:off -v minimal
for project in tests/*.Tests/*.csproj; do
  run "$project"
done

echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0 && broken == 0))

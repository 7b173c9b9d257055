#!/bin/sh
# Runs `opencode serve` behind the path /opencode, with its data on the volume and never as root.
set -eu

: "${OPENCODE_SERVER_PASSWORD:?set it with: fly secrets import}"
DATA="${DATA:-/data}"
RUN_AS="${RUN_AS:-agent}"
here=$(cd "$(dirname "$0")" && pwd)

if [ "$(id -u)" = 0 ] && [ "$RUN_AS" != root ]; then
  id "$RUN_AS" >/dev/null 2>&1 || { echo "there is no user $RUN_AS to run as" >&2; exit 1; }
  mkdir -p "$DATA/workspace" "$DATA/home"
  # The volume belongs to root until its first use.
  chown "$RUN_AS" "$DATA" "$DATA/workspace" "$DATA/home"
  exec setpriv --reuid="$RUN_AS" --regid="$(id -g "$RUN_AS")" --init-groups --no-new-privs /bin/sh "$here/entry.sh"
fi

mkdir -p "$DATA/workspace" "$DATA/home"
export HOME="$DATA/home"
# OpenCode 2 looks for this name first.
export OPENCODE_PASSWORD="$OPENCODE_SERVER_PASSWORD"
cd "$DATA/workspace"
[ -d .git ] || git init --quiet

export BACKEND_PORT="${BACKEND_PORT:-4096}"
opencode serve --hostname 127.0.0.1 --port "$BACKEND_PORT" &
server=$!
node "$here/proxy.mjs" &
proxy=$!
trap 'kill "$server" "$proxy" 2>/dev/null' TERM INT

# When one of the two ends, the machine ends and is started again.
while kill -0 "$server" 2>/dev/null && kill -0 "$proxy" 2>/dev/null; do
  sleep 1 &
  wait $! || true
done
kill "$server" "$proxy" 2>/dev/null || true
wait || true

#!/usr/bin/env bash
# Builds and runs the image with any Docker: `bash tests/container/check.sh`. BASE, CA_BUNDLE and
# PIP_CONF may name a base image and files that pip needs to reach its index.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -z "${CHECK_BEGAN:-}" ] || : >"$CHECK_BEGAN"
export COMPOSE_PROJECT_NAME=monitor-check PORT=${PORT:-18080}
# A copy of the settings, which this check edits while the monitor runs.
WORK=$(mktemp -d)
cp -r config "$WORK/config"; chmod -R a+rX "$WORK"
cat >"$WORK/override.yml" <<YAML
services:
  monitor:
    environment: {MONITOR_TOKEN: a-token-of-this-check-alone, MONITOR_PRIVATE_HOSTS: "news"}
    volumes: !override ["data:/data", "$WORK/config:/app/config:ro"]
  news:
    image: monitor:local
    entrypoint: [python, /news.py]
    healthcheck: {test: [CMD, "true"], interval: 1s}
    volumes: ["$WORK/news.py:/news.py:ro", "$WORK/said:/said"]
YAML
compose() { docker compose -f docker-compose.yml -f "$WORK/override.yml" "$@"; }
say() { echo "container: [${SECONDS}s] $*"; }
fail() { say "FAILED: $*"; compose logs --no-color | tail -n 40; exit 1; }
trap 'compose --profile "*" down --volumes --timeout 5 >/dev/null 2>&1 || :; rm -rf "$WORK"' EXIT
inside() { compose exec -T monitor "$@"; }
ask() { inside python -c "import sys, urllib.request as u
r = u.Request('http://127.0.0.1:8080' + sys.argv[1], headers={'Authorization': 'Bearer a-token-of-this-check-alone'})
print(u.urlopen(r, timeout=5).read().decode())" "$1"; }
until_true() { for _ in $(seq 120); do if "${@:2}" >/dev/null 2>&1; then return; fi; sleep 0.5; done; fail "$1"; }
says() { ask "$1" | grep -q "$2"; }

# What the monitor polls and where its alerts go: one small server.
mkdir -m 777 "$WORK/said"
cat >"$WORK/news.py" <<'PY'
import pathlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SAID = pathlib.Path("/said")
ENTRY = ("<item><guid>{0}</guid><title>On rare earths</title><link>http://news.example/{0}</link><pubDate>{1}</pubDate>"
         "<description>BEIJING - Chinese Foreign Ministry spokesperson {2} told a press conference on {3}: “China will {4} "
         "qualified applications for rare-earth exports without delay.”</description></item>")
JULY = ENTRY.format("july", "Thu, 24 Jul 2025 10:00:00 GMT", "Guo Jiakun", "July 24", "approve")
AUGUST = ENTRY.format("august", "Tue, 19 Aug 2025 10:00:00 GMT", "Mao Ning", "August 19", "not approve")

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        items = (AUGUST if (SAID / "august").exists() else "") + JULY
        body = f"<rss version='2.0'><channel><title>N</title>{items}</channel></rss>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        with (SAID / "hooks").open("ab") as file:
            file.write(body + b"\n")
        self.send_response(204)
        self.end_headers()

ThreadingHTTPServer(("", 8000), Handler).serve_forever()
PY
cat >"$WORK/config/sources.yaml" <<'YAML'
sources:
  - id: news
    name: News
    url: http://news:8000/feed
    outlet_country: CN
    language: en
    cadence: {minimum: 1s, initial: 1s, maximum: 1s}
YAML
cat >"$WORK/config/monitor.yaml" <<'YAML'
channels:
  - {id: desk, kind: webhook, url: "http://news:8000/hook", level: info}
scoring: {stale: 3000d}
YAML

for profiles in "" postgres mail metrics postgres,mail,metrics; do
  COMPOSE_PROFILES=$profiles MONITOR_TOKEN=x POSTGRES_PASSWORD=x docker compose config -q || fail "compose profiles: $profiles"
done
docker compose build
say "built: $(docker image inspect -f '{{.Size}}' monitor:local) bytes, base $(docker image inspect -f '{{.Size}}' "${BASE:-python:3.13-slim-trixie}")"
layers() { docker image inspect -f '{{json .RootFS.Layers}}' "$1"; }
if [ -n "${REPRODUCE:-}" ]; then
  docker tag monitor:local monitor:first
  docker compose build --quiet --no-cache
  contents() { docker run --rm --user 0 --entrypoint sh "$1" -c 'find /app /data -printf "%p %m %U %G %T+ %l\n" | sort; find /app /data -type f | sort | xargs sha256sum'; }
  if [ "$(layers monitor:local)" != "$(layers monitor:first)" ]; then
    contents monitor:local >"$WORK/second.txt"
    contents monitor:first | diff - "$WORK/second.txt" | head -n 30 || :
    fail "two builds of the same input differ"
  fi
  say "two builds have the same layers"
fi
for label in title description licenses version revision created base.name; do
  [ -n "$(docker image inspect -f "{{index .Config.Labels \"org.opencontainers.image.$label\"}}" monitor:local)" ] || fail "no label $label"
done
if docker history --no-trunc --format '{{.CreatedBy}}' monitor:local | grep -qiE 'index-url|pip\.conf.*=.*http'; then
  fail "the image tells of a package index"
fi
if docker run --rm --entrypoint python monitor:local -m pip --version >/dev/null 2>&1; then fail "pip is in the image"; fi

compose up --detach --wait --wait-timeout 90 || fail "not healthy in time"
say "healthy"
id=$(compose ps -q monitor)
[ "$(inside id -u)" = 10001 ] || fail "not uid 10001"
for path in /app/x /app/venv/x /etc/x; do
  if inside touch "$path" 2>/dev/null; then fail "$path can be written"; fi
done
inside monitor check >/dev/null || fail "the configuration is not sound"
if inside env -u MONITOR_TOKEN python -m monitor.web.healthcheck >/dev/null; then fail "the endpoint asks for no token"; fi

# A poll, a shift and an alert, from outside.
until_true "nothing was stored" says /api/statements CN-MFA
touch "$WORK/said/august"
until_true "no alert arrived" grep -q CN-MFA "$WORK/said/hooks"
says '/api/shifts' polarity || fail "no shift is listed"
say "a shift was found and told"

# Settings: a broken file keeps the old ones at work, a mended one is taken up.
cp "$WORK/config/sources.yaml" "$WORK/sound.yaml"
echo "  - id: [" >>"$WORK/config/sources.yaml"
until_true "a broken file is not told" says /status '"state":"refused"'
inside python -m monitor.web.healthcheck || fail "a broken file makes it unready"
sed 's/name: News/name: Newer/' "$WORK/sound.yaml" >"$WORK/config/sources.yaml"
docker kill --signal HUP "$id" >/dev/null
until_true "a mended file is not taken up" says /status '"name":"Newer"'
says /status '"state":"current"' || fail "the settings are not current"
says /metrics 'monitor_ready 1.0' || fail "no metric says that it is ready"
say "settings were refused, mended and taken up"

# Copies: made while it runs, refused to be restored while it runs.
inside monitor backup /data/copy.db >/dev/null || fail "no backup"
if inside monitor restore /data/copy.db 2>/dev/null; then fail "restored under a running monitor"; fi
inside monitor prune --dry-run >/dev/null || fail "no dry run"
inside monitor reprocess --json | grep -q '"added":0' || fail "reading anew differs"
inside monitor doctor --offline || fail "the doctor is not content"

# A full disk stops visits, says so, and is got over without a restart.
small=$(docker run --detach --read-only --tmpfs /tmp --tmpfs /data:size=110m,uid=10001,gid=10001 \
  --volume "$WORK/config:/app/config:ro" --env MONITOR_PRIVATE_HOSTS=news --health-start-period 1s monitor:local)
check_small() { docker exec "$small" python -m monitor.web.healthcheck; }
full() { [[ $(check_small || :) == *"disk of the database is full"* ]]; }
until_true "not ready on a small disk" check_small
docker exec "$small" python -c "open('/data/fill', 'wb').write(bytes(60_000_000))"
until_true "a full disk is not told" full
docker exec "$small" rm /data/fill
until_true "a full disk is not got over" check_small
docker logs "$small" 2>&1 | grep -q disk_has_room_again || fail "the log does not say that there is room again"
docker rm --force "$small" >/dev/null
say "a full disk stopped visits, was told, and was got over"

started=$SECONDS
compose stop --timeout 12 monitor
[ "$(docker inspect -f '{{.State.ExitCode}}' "$id")" = 0 ] || fail "did not stop by itself"
[ $((SECONDS - started)) -le 11 ] || fail "stopping took longer than 10 s"
before=$(wc -l <"$WORK/said/hooks")
compose run --rm --no-deps -T monitor restore /data/copy.db || fail "the copy cannot be restored"
echo junk >"$WORK/said/junk"
if compose run --rm --no-deps -T -v "$WORK/said:/said" monitor restore /said/junk 2>/dev/null; then fail "junk was restored"; fi
compose up --detach --wait --wait-timeout 90 || fail "not healthy after a restart"
says /api/shifts polarity || fail "the data is gone"
sleep 3
[ "$(wc -l <"$WORK/said/hooks")" = "$before" ] || fail "an alert was told twice"
say "stopped, restored, started: nothing lost, nothing told twice"

# What this check relies on is seen to fail where it should.
if docker run --rm --entrypoint python monitor:local -m monitor.web.healthcheck >/dev/null; then fail "a health check without a daemon passes"; fi
deaf=$(docker run --detach --init=false --entrypoint python monitor:local -c 'import signal, time; signal.signal(15, lambda *_: None); time.sleep(60)')
docker stop --time 1 "$deaf" >/dev/null
[ "$(docker inspect -f '{{.State.ExitCode}}' "$deaf")" != 0 ] || fail "a process deaf to SIGTERM is taken for one that stops"
docker rm "$deaf" >/dev/null

# No secret and no page text in the log; one line for each visit and alert.
compose logs --no-color --no-log-prefix monitor >"$WORK/log"
grep -q '"event":"visit"\|"event": "visit"' "$WORK/log" || fail "no visit in the log"
grep -q 'alert_sent' "$WORK/log" || fail "no alert in the log"
if grep -q 'a-token-of-this-check-alone\|qualified applications' "$WORK/log"; then fail "a secret or a page's text is in the log"; fi
say "all is well"

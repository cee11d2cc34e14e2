#!/usr/bin/env bash
# Builds and runs the image with any Docker: `bash tests/container/check.sh`. BASE, CA_BUNDLE and
# PIP_CONF may name a base image and files that pip needs to reach its index.
set -euo pipefail
cd "$(dirname "$0")/../.."
export COMPOSE_PROJECT_NAME=monitor-check PORT=${PORT:-18080}
say() { echo "container: $*"; }
fail() { say "FAILED: $*"; docker compose logs --no-color | tail -n 30; exit 1; }
trap 'docker compose down --volumes --timeout 5 >/dev/null 2>&1 || :' EXIT

docker compose config -q
docker compose build
docker compose up --detach --wait --wait-timeout 60 || fail "not healthy within a minute"
id=$(docker compose ps -q monitor)

[ "$(docker compose exec -T monitor id -u)" = 10001 ] || fail "not uid 10001"
if docker compose exec -T monitor touch /app/x 2>/dev/null; then fail "the root file system can be written"; fi
docker compose exec -T monitor python -c \
  "import urllib.request as u; assert u.urlopen('http://127.0.0.1:8080/readyz', timeout=5).status == 200" || fail "not ready"
docker compose exec -T monitor monitor check >/dev/null || fail "the configuration is not sound"
docker compose exec -T monitor monitor seed || fail "no seeds"
docker compose exec -T monitor monitor demo | tail -n 2 || fail "the demo failed"

docker compose stop --timeout 12
[ "$(docker inspect -f '{{.State.ExitCode}}' "$id")" = 0 ] || fail "did not stop by itself"
docker compose up --detach --wait --wait-timeout 60 || fail "not healthy after a restart"
docker compose exec -T monitor monitor seed | grep -q ", 0 of them new" || fail "the data is gone"
if docker history --no-trunc --format '{{.CreatedBy}}' monitor:local | grep -qiE 'index-url|pip\.conf.*=.*http'; then
  fail "the image tells of a package index"
fi
docker image inspect -f 'container: {{.Size}} bytes' monitor:local
say "all is well"

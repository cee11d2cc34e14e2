#!/usr/bin/env bash
# The container check with whatever engine can be had: the one of this machine, else one of its own
# from Debian packages (root and apt). Without either it says NOT CHECKED and ends well; a check
# that began and failed never does. CONTAINER_SECONDS is how long it may take in that case.
set -euo pipefail
here=$(dirname "$0")
if docker info >/dev/null 2>&1; then
  exec bash "$here/check.sh"
fi
not_checked() { echo "container: NOT CHECKED: $*" >&2; exit 0; }
[ "$(id -u)" = 0 ] || not_checked "no engine here, and one of its own needs root"
command -v apt-get unshare setpriv >/dev/null || not_checked "no engine here, and no apt to get one"
seconds=${CONTAINER_SECONDS:-480}
[ "$seconds" -ge 240 ] || not_checked "an engine of its own and the check take four minutes, and $seconds s are left"
CHECK_BEGAN=$(mktemp -u); export CHECK_BEGAN
trap 'rm -f "$CHECK_BEGAN"' EXIT
rc=0; timeout "$seconds" bash "$here/with-docker.sh" "$here/../.." "$here/check.sh" || rc=$?
[ "$rc" != 0 ] || exit 0
[ "$rc" != 124 ] || not_checked "$seconds s were not enough"
[ ! -e "$CHECK_BEGAN" ] || exit 1
not_checked "no engine could be had"

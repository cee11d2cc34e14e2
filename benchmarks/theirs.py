"""One pass of lemon24/reader over the same feeds, run by an interpreter that has it."""

import json
import resource
import sys
import time
from pathlib import Path

from reader import make_reader


def main(port: str, count: str, path: str) -> None:
    """Print the cost of one pass as JSON; stands alone, since our packages are not there."""
    reader = make_reader(path)
    for number in range(int(count)):
        reader.add_feed(f"http://127.0.0.1:{port}/{number}", exist_ok=True)
    before = resource.getrusage(resource.RUSAGE_SELF)
    began = time.perf_counter()
    new = sum(
        feed.value.new
        for feed in reader.update_feeds_iter(scheduled=False)
        if feed.value is not None and not isinstance(feed.value, Exception)
    )
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # Not `ru_maxrss`: that outlives exec, so that it would tell what whoever started us held.
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))
    row = {
        "wall": time.perf_counter() - began,
        "cpu": cpu,
        "peak": peak,
        "new": new,
    }
    print(json.dumps(row))


if __name__ == "__main__":
    main(*sys.argv[1:])

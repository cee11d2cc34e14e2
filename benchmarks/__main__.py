"""Polls beside lemon24/reader on one server: `python -m benchmarks [FEEDS] [READER_PYTHON]`."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.server import serving

HERE = Path(__file__).parent
# As from an installed command, whose main module a parsing child need not import again.
OURS = "import sys; from benchmarks.ours import main; main(*sys.argv[1:])"
PHASES = (("cold", 0), ("all 304", 0), ("2 new entries each", 2))


def run(command: list[str]) -> dict[str, Any]:
    """Return the JSON that one contender prints for one pass."""
    done = subprocess.run(command, capture_output=True, check=False, text=True, cwd=HERE.parent)
    if done.returncode:
        raise SystemExit(done.stderr)
    row: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return row


def main() -> None:
    """Print what each pass cost, and the ratios."""
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    other = sys.argv[2] if len(sys.argv) > 2 else None
    with TemporaryDirectory() as folder, serving(feeds) as server:
        print(f"{feeds} feeds of 50 entries; seconds of CPU / by the clock, peak MB")
        for phase, move in PHASES:
            if move:
                server.move(move)
            shared = [str(server.port), str(feeds)]
            ours = run([sys.executable, "-c", OURS, *shared, f"{folder}/ours.db"])
            line = f"{phase:20} monitor {ours['cpu']:7.2f} /{ours['wall']:7.2f} {ours['peak']:6.0f}"
            line += f"  ({ours['items']} items, {ours['statements']} statements)"
            if other:
                theirs = run([other, str(HERE / "theirs.py"), *shared, f"{folder}/theirs.db"])
                line += (
                    f"  reader {theirs['cpu']:7.2f} /{theirs['wall']:7.2f} {theirs['peak']:6.0f}"
                    f"  x{theirs['cpu'] / ours['cpu']:.1f} CPU x{theirs['wall'] / ours['wall']:.1f}"
                )
            print(line, flush=True)


if __name__ == "__main__":
    main()

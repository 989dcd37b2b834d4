"""Makes a peer fall ill in every way that peers do, under load, and tells what clients notice. See ../README.md."""

import argparse
import signal
import sys
from pathlib import Path

LOADTEST = Path(__file__).resolve().parent.parent
sys.path.append(str(LOADTEST / "comparison"))  # shares what starts and ends programs

import java
import machine
import table
from illnesses import ILLNESSES
from run import Run


def main() -> None:
    given = parse(sys.argv[1:])
    # So that a run that is told to stop ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("failures: terminated"))
    java.package(java.WEIR, LOADTEST.parent)
    rows = []
    for name in given.illnesses.split(","):
        print(f"{name}: {ILLNESSES[name].what}", flush=True)
        row = Run(ILLNESSES[name], given.seconds, given.rate, given.posts, given.output / name).measure()
        rows.append((name, row))
        print("   " + row.summary(), flush=True)
    here = machine.describe()
    about = (
        f"{given.rate} GET/s and {given.posts} POST/s; one of two peers was ill for {given.seconds} s. "
        f"{here['processor']}, {here['cores']} cores, load average at the end {machine.load_average():.1f}."
    )
    text = table.write(given.output / "failures.md", about, rows)
    print("\n" + text)
    print(f"written: {given.output / 'failures.md'}")
    sys.exit(0 if all(row.is_flawless() for _, row in rows) else 1)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="failures", description="One of two peers behind Weir falls ill and recovers, while clients go on."
    )
    parser.add_argument("--seconds", type=int, default=60, help="how long each illness lasts (60)")
    parser.add_argument("--rate", type=int, default=200, help="GET requests per second (200)")
    parser.add_argument("--posts", type=int, default=20, help="POST requests per second (20)")
    parser.add_argument("--illnesses", default=",".join(ILLNESSES), help=f"of {', '.join(ILLNESSES)} (all)")
    parser.add_argument("--output", type=Path, default=LOADTEST / "target" / "failures", help="directory of the table")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.illnesses.split(",") if name not in ILLNESSES]
    if unknown:
        parser.error(f"no illness {', '.join(unknown)}")
    given.output = given.output.resolve()
    return given


if __name__ == "__main__":
    main()

"""Compares Weir with its peers and writes a report. See README.md beside this directory."""

import datetime
import shutil
import signal
import subprocess
import sys
import time

import java
import machine
import report
import rounds
import settings


def main() -> None:
    given = settings.parse(sys.argv[1:])
    for program in ("nginx", "wrk"):
        if not shutil.which(program):
            raise SystemExit(f"compare: {program} is not installed")
    # So that a comparison that is told to stop ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("compare: terminated"))
    machine.raise_file_limit()
    java.build()
    if given.check:
        sys.exit(0 if rounds.check(given) else 1)
    about = describe()
    begin = time.monotonic()
    measured, skipped = rounds.run(given)
    about["took"] = f"{(time.monotonic() - begin) / 60:.1f} minutes"
    print(f"\nwritten: {report.write(given, about, measured, skipped)}")


def describe() -> dict[str, str]:
    load = machine.load_average()
    about = {"date": datetime.date.today().isoformat(), **machine.describe()}
    if load > 1.0:
        about["disturbed"] = f"the machine was not idle before the run (load average {load:.1f}): do not publish this"
    about["Weir"] = revision()
    about["JDK"] = machine.first_line([java.executable(), "-version"])
    about["nginx"] = machine.first_line(["nginx", "-v"])
    about["HAProxy"] = machine.first_line(["haproxy", "-v"]) or "not installed"
    about["wrk"] = machine.first_line(["wrk", "-v"]).split(" Copyright")[0]
    libraries = sorted(path.stem for path in (java.VARIANTS.parent / "lib").glob("*.jar"))
    wanted = ("jetty-proxy", "jetty-client", "vertx-http-proxy", "undertow-core")
    about["variants"] = ", ".join(name for name in libraries if name.rsplit("-", 1)[0] in wanted)
    return about


def revision() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=settings.LOADTEST, capture_output=True, text=True
    )
    return done.stdout.strip() or "unknown revision"


if __name__ == "__main__":
    main()

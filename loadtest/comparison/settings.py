"""What one run of the comparison does: the command line, with the values of the quick and of the full form."""

import argparse
from dataclasses import dataclass
from pathlib import Path

LOADTEST = Path(__file__).resolve().parent.parent
WORK = LOADTEST / "target"

QUICK_PROXIES = ["weir", "nginx", "vertx"]
QUICK_WORKLOADS = [
    "get-1k-128", "get-1k-1000", "get-100k-32", "get-10m-8", "post-1k-streamed", "post-1m-buffered", "delay-2000",
    "connect-64", "slow-clients", "idle-3000", "start",
]


@dataclass(frozen=True)
class Settings:
    form: str  # quick, partial or full
    rounds: int
    seconds: int
    warmup: int
    workloads: list[str]  # empty: all
    proxies: list[str]  # empty: all that are installed
    output: Path
    budget: float  # seconds after which no further workload begins
    patience: float  # seconds that may go into measuring again what the host of the machine has disturbed
    slow_rate: int  # bytes per second of a slow reader
    check: bool  # only whether all proxies give right answers


def parse(arguments: list[str]) -> Settings:
    parser = argparse.ArgumentParser(
        prog="compare", description="Compares Weir with nginx, HAProxy and the variants on this machine."
    )
    parser.add_argument("--quick", action="store_true", help="a first impression, within five minutes")
    parser.add_argument("--check", action="store_true", help="measure nothing: only verify what every proxy answers")
    parser.add_argument("--rounds", type=int, help="measurements of each proxy per workload (full 3, quick 1)")
    parser.add_argument("--seconds", type=int, help="length of a measurement (full 8, quick 3)")
    parser.add_argument("--warmup", type=int, help="seconds of load before the first round (full 20, quick 4)")
    parser.add_argument(
        "--patience", type=float, help="seconds for measuring again what the host has disturbed (full 1200, quick 0)"
    )
    parser.add_argument("--workloads", default="", help="only these, separated by commas (quick: most)")
    parser.add_argument("--proxies", default="", help="only these, separated by commas (quick: weir, nginx, vertx)")
    parser.add_argument("--output", type=Path, help="directory of the report (quick: target/quick; all of it: here)")
    given = parser.parse_args(arguments)
    quick = given.quick
    proxies = names(given.proxies) or (QUICK_PROXIES if quick else [])
    form = "quick" if quick else "partial" if given.workloads or given.proxies else "full"
    return Settings(
        form=form,
        rounds=given.rounds or (1 if quick else 3),
        seconds=given.seconds or (3 if quick else 8),
        warmup=given.warmup or (4 if quick else 20),
        workloads=names(given.workloads) or (QUICK_WORKLOADS if quick else []),
        proxies=proxies,
        # Only a run of everything replaces the published report.
        output=given.output or (LOADTEST if form == "full" else WORK / form),
        budget=265.0 if quick else 3 * 3600.0,
        patience=given.patience if given.patience is not None else 0.0 if quick else 1200.0,
        slow_rate=4_000_000 if quick else 1_000_000,
        check=given.check,
    )


def names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]

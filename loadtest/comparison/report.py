"""Writes what was measured: report.json for the charts, RESULTS.md for a person."""

import json
import shutil
import statistics
import subprocess
from dataclasses import asdict
from pathlib import Path

from results import METRICS, TARGETS, Measured, Result, Target, Verdict, judge
from settings import LOADTEST, Settings

CHARTS = {
    "throughput": "Requests per second",
    "cpu": "CPU per request",
    "latency": "Latency percentiles",
    "memory": "Memory",
}


def write(settings: Settings, about: dict[str, str], measured: list[Measured], skipped: list[str]) -> Path:
    data = settings.output / "results"
    data.mkdir(parents=True, exist_ok=True)
    source = data / "report.json"
    source.write_text(json.dumps(as_json(settings, about, measured, skipped), indent=1) + "\n")
    charts = draw(source, data)
    report = settings.output / "RESULTS.md"
    report.write_text(markdown(settings, about, measured, skipped, charts))
    return report


def as_json(settings: Settings, about: dict[str, str], measured: list[Measured], skipped: list[str]) -> dict:
    return {
        "about": about,
        "form": settings.form,
        "rounds": settings.rounds,
        "seconds": settings.seconds,
        "warmup": settings.warmup,
        "skipped": skipped,
        "workloads": [
            {
                "name": under.workload.name,
                "title": under.workload.title,
                "results": [{**asdict(result), "summary": summary(result)} for result in under.results],
            }
            for under in measured
        ],
    }


def summary(result: Result) -> dict[str, dict[str, float]]:
    if not result.passed():
        return {}
    found = {}
    for metric in result.samples[0]:
        values = [result.median(metric)] if metric == "peak_mb" else result.values(metric)
        found[metric] = {"median": result.median(metric), "min": min(values), "max": max(values)}
    return found


def draw(source: Path, directory: Path) -> list[str]:
    """The charts that could be drawn. They need Node.js and the packages of package.json; a report does not."""
    if not shutil.which("node") or not (LOADTEST / "node_modules" / "vega-lite").is_dir():
        print("no charts: they need Node.js, and \"npm ci\" in loadtest/")
        return []
    ended = subprocess.run(
        ["node", str(LOADTEST / "charts" / "draw.mjs"), str(source), str(directory)],
        capture_output=True, text=True, timeout=120,
    )
    if ended.returncode != 0:
        print(f"no charts: {ended.stderr.strip()[-500:]}")
        return []
    return [name for name in CHARTS if (directory / f"{name}.svg").exists()]


def markdown(
    settings: Settings, about: dict[str, str], measured: list[Measured], skipped: list[str], charts: list[str]
) -> str:
    rounds = "one round" if settings.rounds == 1 else f"{settings.rounds} rounds"
    by_name = {under.workload.name: under for under in measured}
    lines = [
        "# Results",
        "",
        f"Written by `loadtest/compare` ({settings.form} form: {rounds} of {settings.seconds} s after "
        f"{settings.warmup} s of warm-up; all proxies in turn within each round). Values are medians, in brackets "
        "the least and the greatest of the rounds. Ratios are taken round by round. A measurement of which the host "
        "took more than 4 % of the processor time was made again, up to four times; what was still disturbed then "
        "shows in the column of stolen time. README.md says what each number means.",
        "",
        *[f"- {name}: {value}" for name, value in about.items()],
        "",
    ]
    if settings.form == "quick":
        lines += ["The quick form gives JVMs too little time to warm up: these numbers flatter nginx and HAProxy.", ""]
    if skipped:
        lines += [f"No time was left for: {', '.join(skipped)}.", ""]
    lines += targets(by_name)
    for under in measured:
        lines += table(under)
    for chart in charts:
        lines += [f"## {CHARTS[chart]}", "", f"![{CHARTS[chart]}](results/{chart}.svg)", ""]
    reading = settings.output / "reading.md"
    if reading.exists():
        lines += [reading.read_text().strip(), ""]
    return "\n".join(lines).rstrip() + "\n"


def targets(by_name: dict[str, Measured]) -> list[str]:
    lines = [
        "## Targets",
        "",
        "Weir to nginx, Weir to the best async JVM variant in that metric, and Weir's own value where a limit is "
        "set; ✓ is met, ✗ is missed, – is not asked for or not measured.",
        "",
        "| workload | metric | Weir/nginx | Weir/best async | Weir |",
        "| --- | --- | --- | --- | --- |",
    ]
    for target in TARGETS:
        if target.workload in by_name:
            title = by_name[target.workload].workload.title
            verdicts = judge(target, by_name)
            cells = [cell(target, verdicts.get(column)) for column in ("nginx", "async", "limit")]
            lines.append(f"| {title} | {METRICS[target.metric][0]} | {' | '.join(cells)} |")
    return [*lines, ""]


def cell(target: Target, verdict: Verdict | None) -> str:
    if verdict is None:
        return "–"
    sign = "≥" if METRICS[target.metric][2] else "≤"
    decimals = 2 if verdict.peer else METRICS[target.metric][1]
    against = f" {verdict.peer}" if verdict.peer not in ("", "nginx") else ""
    mark = "✓" if verdict.met else "✗"
    return f"{mark} {span(verdict.value, verdict.low, verdict.high, decimals)}{against}, {sign} {verdict.bound:g}"


def table(under: Measured) -> list[str]:
    metrics = under.workload.metrics
    weir = under.of("weir")
    main = metrics[0]
    heads = ["proxy", *[METRICS[metric][0] for metric in metrics], f"Weir/it, {METRICS[main][0]}"]
    if "cpu_us" in metrics:
        heads.append("Weir/it, CPU")
    lines = [f"## {under.workload.title}", "", f"| {' | '.join(heads)} |", f"| {' | '.join('---' for _ in heads)} |"]
    sign = -1 if METRICS[main][2] else 1
    for result in sorted((r for r in under.results if r.passed()), key=lambda r: sign * r.median(main)):
        row = [result.proxy, *[value(result, metric) for metric in metrics], ratio(weir, result, main)]
        if "cpu_us" in metrics:
            row.append(ratio(weir, result, "cpu_us"))
        lines.append(f"| {' | '.join(row)} |")
    failed = [result for result in under.results if not result.passed()]
    if failed:
        lines.append("")
    lines += [f"- {result.proxy} **failed**, not ranked: {result.failure}" for result in failed]
    return [*lines, ""]


def value(result: Result, metric: str) -> str:
    if result.kind == "direct" and metric in ("cpu_us", "peak_mb"):
        return "–"
    values = result.values(metric)
    decimals = METRICS[metric][1]
    if metric == "peak_mb":
        return f"{result.median(metric):.0f}"
    return span(result.median(metric), min(values), max(values), decimals)


def ratio(weir: Result | None, peer: Result, metric: str) -> str:
    if weir is None or peer is weir or peer.kind == "direct":
        return "–"
    values = weir.ratio(peer, metric)
    return span(statistics.median(values), min(values), max(values), 2) if values else "–"


def span(middle: float, low: float, high: float, decimals: int) -> str:
    shown = f"{middle:,.{decimals}f}"
    return shown if low == high else f"{shown} ({low:,.{decimals}f}–{high:,.{decimals}f})"

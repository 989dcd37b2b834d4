"""What was measured, and what follows from it: medians, ratios, and whether the targets are met."""

import statistics
from dataclasses import dataclass, field

from workloads import Sample, Workload

#: metric: title, decimals, and whether more is better
METRICS: dict[str, tuple[str, int, bool]] = {
    "rps": ("req/s", 0, True),
    "cpu_us": ("CPU µs/req", 1, False),
    "p50_ms": ("p50 ms", 2, False),
    "p99_ms": ("p99 ms", 2, False),
    "p999_ms": ("p99.9 ms", 2, False),
    "peak_mb": ("peak RSS MB", 0, False),
    "backend_us": ("backend µs/req", 1, False),
    "stolen_pct": ("stolen %", 1, False),
    "release_s": ("upstream released after s", 2, False),
    "release_max_s": ("the last one s", 2, False),
    "cpu_s": ("CPU s", 2, False),
    "idle_kb": ("KB per connection", 1, False),
    "start_mb": ("RSS at start MB", 0, False),
    "idle_mb": ("RSS with them MB", 0, False),
    "start_s": ("s", 3, False),
}


@dataclass
class Result:
    """One proxy under one workload. Once failed, it is never ranked."""

    proxy: str
    kind: str
    samples: list[Sample] = field(default_factory=list)
    failure: str = ""

    def passed(self) -> bool:
        return not self.failure and bool(self.samples)

    def values(self, metric: str) -> list[float]:
        return [sample[metric] for sample in self.samples]

    def median(self, metric: str) -> float:
        # A peak only grows, so that its last value is the peak.
        return self.values(metric)[-1] if metric == "peak_mb" else statistics.median(self.values(metric))

    def ratio(self, peer: "Result", metric: str) -> list[float]:
        """This to the peer, round by round, so that what disturbed a round disturbs both sides of its ratio."""
        if metric == "peak_mb":
            return [self.median(metric) / peer.median(metric)]
        pairs = zip(self.values(metric), peer.values(metric), strict=False)
        return [mine / theirs for mine, theirs in pairs if theirs > 0]


@dataclass
class Measured:
    workload: Workload
    results: list[Result]

    def of(self, proxy: str) -> Result | None:
        return next((result for result in self.results if result.proxy == proxy and result.passed()), None)

    def best(self, kind: str, metric: str) -> Result | None:
        """The best of a kind in this metric, among those that passed."""
        passed = [result for result in self.results if result.kind == kind and result.passed()]
        sign = -1 if METRICS[metric][2] else 1
        return min(passed, key=lambda result: sign * result.median(metric), default=None)


@dataclass(frozen=True)
class Target:
    """A bound is "at least" where more is better, else "at most". A limit is on Weir's own value."""

    workload: str
    metric: str
    nginx: float | None
    asynchronous: float | None
    limit: float | None = None


TARGETS = [
    Target("get-1k-128", "rps", 0.95, 1.12),
    Target("get-1k-128", "cpu_us", 1.12, 0.80),
    Target("get-1k-16", "rps", 0.95, 1.0),
    Target("get-1k-1000", "rps", 0.95, 1.0),
    Target("get-1k-128", "p99_ms", 1.3, 1.0),
    Target("get-100k-32", "rps", 1.25, 1.05),
    Target("get-10m-8", "rps", 1.2, 1.0),
    Target("post-1k-streamed", "rps", 0.95, 1.0),
    Target("post-1k-buffered", "rps", 0.95, 1.0),
    Target("post-1m-streamed", "rps", 0.95, 1.0),
    Target("post-1m-buffered", "rps", 0.95, 1.0),
    Target("connect-64", "rps", 0.85, 1.0),
    Target("slow-clients", "release_s", 1.5, None),
    Target("delay-2000", "rps", 1.0, 1.03),
    Target("delay-2000", "cpu_us", 1.3, 0.6),
    Target("idle-3000", "idle_kb", None, 1.0, limit=12.0),
    Target("get-1k-128", "peak_mb", None, 1.0, limit=200.0),
    Target("start", "start_s", None, None, limit=1.0),
]


@dataclass(frozen=True)
class Verdict:
    """A value against its bound; a peer's name where the value is a ratio."""

    value: float
    low: float
    high: float
    bound: float
    met: bool
    peer: str = ""


def judge(target: Target, measured: dict[str, Measured]) -> dict[str, Verdict]:
    """By "nginx", "async" and "limit", as far as the target names them and both sides passed."""
    verdicts: dict[str, Verdict] = {}
    under = measured.get(target.workload)
    weir = under.of("weir") if under else None
    if under is None or weir is None:
        return verdicts
    more = METRICS[target.metric][2]
    peers = {"nginx": (target.nginx, under.of("nginx"))}
    peers["async"] = (target.asynchronous, under.best("async", target.metric))
    for name, (bound, peer) in peers.items():
        if bound is not None and peer is not None:
            verdicts[name] = verdict(weir.ratio(peer, target.metric), bound, more, peer.proxy)
    if target.limit is not None:
        own = [weir.median("peak_mb")] if target.metric == "peak_mb" else weir.values(target.metric)
        verdicts["limit"] = verdict(own, target.limit, more, "")
    return verdicts


def verdict(values: list[float], bound: float, more: bool, peer: str) -> Verdict:
    middle = statistics.median(values)
    return Verdict(middle, min(values), max(values), bound, middle >= bound if more else middle <= bound, peer)

"""The workloads: what is asked of a proxy, how its answers are verified, and what one measurement of it gives."""

import json
import subprocess
import time
import zlib
from dataclasses import dataclass, field

import clients
from backends import Backends
from clients import WrongAnswer
from machine import ProcessorTime
from proxies import Proxy
from services import Service
from settings import LOADTEST, WORK, Settings

Sample = dict[str, float]

PATTERN = b"0123456789abcdef"
SLOW_CLIENTS = 50
IDLE_CONNECTIONS = 3000
SETTLE_SECONDS = 2.0
RUN_IN_SECONDS = 2


@dataclass(frozen=True)
class Workload:
    name: str
    title: str
    path: str = "/1k"
    scripted: bool = False  # the upstream is the Java backend
    metrics: list[str] = field(default_factory=list)
    fresh: bool = False  # every measurement has a process of its own

    def port(self, backends: Backends) -> int:
        return (backends.scripted if self.scripted else backends.static).port

    def verify(self, service: Service, backends: Backends) -> None:
        clients.check(service.port, "GET", self.path, None, backends.content(self.path))

    def warm_up(self, service: Service, settings: Settings) -> None:
        pass

    def measure(self, service: Service, backends: Backends, settings: Settings) -> Sample:
        raise NotImplementedError


@dataclass(frozen=True)
class Wrk(Workload):
    """One kind of request from so many connections, as fast as they are answered."""

    connections: int = 128
    threads: int = 1
    method: str = "GET"
    body: int = 0
    close: bool = False
    metrics: list[str] = field(
        default_factory=lambda: ["rps", "cpu_us", "p50_ms", "p99_ms", "p999_ms", "peak_mb", "backend_us", "stolen_pct"]
    )

    def verify(self, service: Service, backends: Backends) -> None:
        body = (PATTERN * (self.body // len(PATTERN) + 1))[: self.body] if self.method == "POST" else None
        clients.check(service.port, self.method, self.path, body, self._expected(backends, body))

    def _expected(self, backends: Backends, body: bytes | None) -> bytes:
        if body is not None:
            return f"{len(body)} {zlib.crc32(body):x}\n".encode()
        return PATTERN * 64 if self.scripted else backends.content(self.path)

    def warm_up(self, service: Service, settings: Settings) -> None:
        self._load(service.port, settings.warmup)

    def measure(self, service: Service, backends: Backends, settings: Settings) -> Sample:
        backend = backends.scripted if self.scripted else backends.static
        # While the others had their turn, its memory and the processors' caches have gone cold.
        self._load(service.port, RUN_IN_SECONDS)
        before = service.cpu_seconds()
        backend_before = backend.cpu_seconds()
        clock = ProcessorTime.now()
        done = self._load(service.port, settings.seconds)
        stolen = ProcessorTime.now().stolen_since(clock)
        used = service.cpu_seconds() - before
        backend_used = backend.cpu_seconds() - backend_before
        errors = {kind: count for kind, count in done["errors"].items() if count}
        if errors:
            raise WrongAnswer("wrk saw errors: " + ", ".join(f"{count} {kind}" for kind, count in errors.items()))
        least = len(self._expected(backends, b"")) if self.method == "POST" else self._length(backends)
        if not done["requests"] or done["bytes"] < done["requests"] * least:
            raise WrongAnswer(f"{done['requests']} responses with {done['bytes']} bytes: too short")
        return {
            "rps": done["requests"] / done["duration"] * 1e6,
            "cpu_us": used / done["requests"] * 1e6,
            "p50_ms": done["p50"] / 1000,
            "p99_ms": done["p99"] / 1000,
            "p999_ms": done["p999"] / 1000,
            "peak_mb": service.peak_kb() / 1024,
            "backend_us": backend_used / done["requests"] * 1e6,
            "stolen_pct": stolen,
        }

    def _length(self, backends: Backends) -> int:
        return len(self._expected(backends, None))

    def _load(self, port: int, seconds: int) -> dict:
        command = ["wrk", f"-t{self.threads}", f"-c{self.connections}", f"-d{seconds}s", "--timeout", "10s"]
        command += ["-s", str(LOADTEST / "wrk" / "load.lua"), f"http://127.0.0.1:{port}{self.path}", "--"]
        command += [self.method, str(self.body), "CLOSE" if self.close else "KEEP"]
        try:
            ended = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60)
        except subprocess.TimeoutExpired as hung:
            raise WrongAnswer(f"wrk did not end within {hung.timeout:.0f} s") from hung
        for line in ended.stdout.splitlines():
            if line.startswith("{"):
                return json.loads(line)
        raise WrongAnswer(f"wrk: {(ended.stdout + ended.stderr).strip()[-300:]}")


@dataclass(frozen=True)
class SlowClients(Workload):
    """Clients that read slower than the upstream sends: how long is the upstream kept busy with them?"""

    metrics: list[str] = field(default_factory=lambda: ["release_s", "release_max_s", "cpu_s", "peak_mb"])

    def measure(self, service: Service, backends: Backends, settings: Settings) -> Sample:
        backends.forget_releases()
        before = service.cpu_seconds()
        content = backends.content(self.path)
        clients.read_slowly(service.port, self.path, content, SLOW_CLIENTS, settings.slow_rate)
        time.sleep(0.2)  # The backend writes its log line after the last byte.
        releases = sorted(backends.releases())
        if len(releases) != SLOW_CLIENTS:
            raise WrongAnswer(f"the backend served {len(releases)} requests for {SLOW_CLIENTS} clients")
        return {
            "release_s": releases[len(releases) // 2],
            "release_max_s": releases[-1],
            "cpu_s": service.cpu_seconds() - before,
            "peak_mb": service.peak_kb() / 1024,
        }


@dataclass(frozen=True)
class Idle(Workload):
    """What an idle client connection costs in memory, above a process that has answered one request."""

    fresh: bool = True
    metrics: list[str] = field(default_factory=lambda: ["idle_kb", "start_mb", "idle_mb"])

    def measure(self, service: Service, backends: Backends, settings: Settings) -> Sample:
        before = service.resident_kb()
        idle = clients.IdleConnections(service.port, self.path, backends.content(self.path), IDLE_CONNECTIONS)
        try:
            time.sleep(SETTLE_SECONDS)
            after = service.resident_kb()
            closed = idle.closed()
        finally:
            idle.close()
        if closed:
            raise WrongAnswer(f"{closed} of {IDLE_CONNECTIONS} idle connections were closed")
        return {
            "idle_kb": (after - before) / IDLE_CONNECTIONS,
            "start_mb": before / 1024,
            "idle_mb": after / 1024,
        }


@dataclass(frozen=True)
class Start(Workload):
    """From the start of the process to the end of the first answer that came from the upstream."""

    fresh: bool = True
    metrics: list[str] = field(default_factory=lambda: ["start_s", "cpu_s"])

    def time_start(self, proxy: Proxy, backends: Backends) -> Sample:
        begin = time.monotonic()
        service = proxy.start(WORK / "run" / f"{proxy.name}-start", self.port(backends))
        try:
            seconds = clients.await_answer(service, self.path, backends.content(self.path), begin)
            return {"start_s": seconds, "cpu_s": service.cpu_seconds()}
        finally:
            service.close()


ALL: list[Workload] = [
    Wrk("get-1k-128", "GET 1 KB, 128 connections"),
    Wrk("get-1k-16", "GET 1 KB, 16 connections", connections=16),
    Wrk("get-1k-1000", "GET 1 KB, 1,000 connections", connections=1000),
    Wrk("get-100k-32", "GET 100 KB, 32 connections", "/100k", connections=32),
    Wrk("get-10m-8", "GET 10 MB, 8 connections", "/10m", connections=8),
    Wrk("post-1k-streamed", "POST 1 KB, request buffering off", "/post/streamed", True, method="POST", body=1024),
    Wrk("post-1k-buffered", "POST 1 KB, request buffering on", "/post/buffered", True, method="POST", body=1024),
    Wrk(
        "post-1m-streamed", "POST 1 MB, request buffering off", "/post/streamed", True,
        connections=16, method="POST", body=1024 * 1024,
    ),
    Wrk(
        "post-1m-buffered", "POST 1 MB, request buffering on", "/post/buffered", True,
        connections=16, method="POST", body=1024 * 1024,
    ),
    Wrk("delay-2000", "Upstream answers after 200 ms, 2,000 connections", "/delay", True, connections=2000),
    Wrk("connect-64", "A new connection per request, 64 at once", connections=64, close=True),
    SlowClients("slow-clients", "50 clients read 20 MB each, slowly", "/20m"),
    Idle("idle-3000", "3,000 idle connections"),
    Start("start", "Start to first response"),
]


def chosen(names: list[str]) -> list[Workload]:
    unknown = set(names) - {workload.name for workload in ALL}
    if unknown:
        known = ", ".join(workload.name for workload in ALL)
        raise SystemExit(f"compare: no workload called {', '.join(sorted(unknown))}; there are {known}")
    return [workload for workload in ALL if not names or workload.name in names]

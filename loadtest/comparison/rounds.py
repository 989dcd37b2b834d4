"""Runs the workloads: every proxy in turn, round after round, so that a disturbance of the machine hits all alike."""

import sys
import time
from collections.abc import Callable

import clients
import proxies
import workloads
from backends import Backends
from proxies import Proxy
from results import METRICS, Measured, Result
from services import Service, StartFailed
from settings import WORK, Settings
from workloads import Sample, Start, Workload, Wrk

FAILURES = (clients.WrongAnswer, StartFailed)

#: Above this share of stolen time a measurement says more about the host's other guests than about the proxy.
DISTURBED_PERCENT = 4.0
TRIES = 4


class Patience:
    """The time that is left for measuring again what the host has disturbed."""

    def __init__(self, seconds: float):
        self.seconds = seconds

    def undisturbed(self, measure: Callable[[], Sample]) -> Sample:
        """The measurement that was disturbed least; the first one that was not ends the search."""
        least = measure()
        for _ in range(TRIES - 1):
            if self.seconds <= 0 or least.get("stolen_pct", 0.0) <= DISTURBED_PERCENT:
                break
            begin = time.monotonic()
            least = min(least, measure(), key=lambda sample: sample["stolen_pct"])
            self.seconds -= time.monotonic() - begin
        return least


def run(settings: Settings) -> tuple[list[Measured], list[str]]:
    """Returns what was measured, and the names of the workloads for which no time was left."""
    begin = time.monotonic()
    patience = Patience(settings.patience)
    measured: list[Measured] = []
    skipped: list[str] = []
    backends = Backends(WORK / "run" / "backend")
    try:
        for workload in workloads.chosen(settings.workloads):
            if time.monotonic() - begin > settings.budget:
                skipped.append(workload.name)
                continue
            say(f"\n{workload.title}")
            measured.append(Measured(workload, run_workload(workload, backends, settings, patience)))
    finally:
        backends.close()
    return measured, skipped


def check(settings: Settings) -> bool:
    """Every proxy, every kind of request, once each, without a measurement."""
    passed = True
    backends = Backends(WORK / "run" / "backend")
    try:
        for proxy in proxies.chosen(settings.proxies):
            passed &= check_proxy(proxy, backends, settings)
    finally:
        backends.close()
    return passed


def check_proxy(proxy: Proxy, backends: Backends, settings: Settings) -> bool:
    failures = []
    count = 0
    for scripted in (False, True):
        chosen = [workload for workload in workloads.chosen(settings.workloads) if workload.scripted == scripted]
        if not chosen:
            continue
        service = proxy.start(WORK / "run" / proxy.name, chosen[0].port(backends))
        try:
            service.await_listening()
            for workload in chosen:
                count += 1
                try:
                    workload.verify(service, backends)
                except clients.WrongAnswer as failure:
                    failures.append(f"{workload.name}: {failure}")
        except StartFailed as failure:
            failures.append(str(failure))
        finally:
            service.close()
    say(f"  {proxy.name:13}{'FAILED: ' + '; '.join(failures) if failures else f'{count} right answers'}")
    return not failures


def run_workload(
    workload: Workload, backends: Backends, settings: Settings, patience: Patience
) -> list[Result]:
    chosen = proxies.chosen(settings.proxies)
    results = {proxy.name: Result(proxy.name, proxy.kind) for proxy in chosen}
    started: dict[str, Service] = {}
    try:
        if not workload.fresh:
            for proxy in chosen:
                prepare(proxy, workload, backends, settings, results[proxy.name], started)
        for number in range(settings.rounds):
            turn = number % len(chosen)
            for proxy in chosen[turn:] + chosen[:turn]:
                if not results[proxy.name].failure:
                    service = started.get(proxy.name)
                    one_round(proxy, workload, backends, settings, patience, results[proxy.name], service)
    finally:
        for service in started.values():
            service.close()
    found = list(results.values())
    if isinstance(workload, Wrk):
        found.append(without_proxy(workload, backends, settings))
    return found


def prepare(
    proxy: Proxy,
    workload: Workload,
    backends: Backends,
    settings: Settings,
    result: Result,
    started: dict[str, Service],
) -> None:
    try:
        service = proxy.start(WORK / "run" / proxy.name, workload.port(backends))
        started[proxy.name] = service
        service.await_listening()
        workload.verify(service, backends)
        workload.warm_up(service, settings)
    except FAILURES as failure:
        fail(result, failure)


def one_round(
    proxy: Proxy,
    workload: Workload,
    backends: Backends,
    settings: Settings,
    patience: Patience,
    result: Result,
    service: Service | None,
) -> None:
    try:
        if isinstance(workload, Start):
            sample = workload.time_start(proxy, backends)
        elif service is None:
            sample = measure_fresh(proxy, workload, backends, settings)
        else:
            sample = patience.undisturbed(lambda: workload.measure(service, backends, settings))
            workload.verify(service, backends)
    except FAILURES as failure:
        fail(result, failure)
        return
    result.samples.append(sample)
    say(f"  {proxy.name:13}{text(sample)}")


def measure_fresh(proxy: Proxy, workload: Workload, backends: Backends, settings: Settings) -> Sample:
    service = proxy.start(WORK / "run" / proxy.name, workload.port(backends))
    try:
        service.await_listening()
        workload.verify(service, backends)
        return workload.measure(service, backends, settings)
    finally:
        service.close()


def without_proxy(workload: Wrk, backends: Backends, settings: Settings) -> Result:
    """The backend alone under the same load: a proxy that comes near this is limited by the bench."""
    result = Result("backend alone", "direct")
    service = backends.scripted if workload.scripted else backends.static
    try:
        sample = workload.measure(service, backends, settings)
        result.samples.append(sample)
        say(f"  {result.proxy:13}{text(sample)}")
    except FAILURES as failure:
        fail(result, failure)
    return result


def fail(result: Result, failure: Exception) -> None:
    result.failure = str(failure)
    say(f"  {result.proxy:13}FAILED: {failure}")


def text(sample: Sample) -> str:
    return "  ".join(f"{METRICS[metric][0]} {value:.{METRICS[metric][1]}f}" for metric, value in sample.items())


def say(line: str) -> None:
    print(line, flush=True, file=sys.stdout)

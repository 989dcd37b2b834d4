"""What the kernel knows about processes, and what machine this is. Linux only: everything comes from /proc."""

import os
import platform
import resource
import subprocess
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def raise_file_limit() -> None:
    """3,000 idle connections need more descriptors than the usual soft limit; children inherit this."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def family(pid: int) -> list[int]:
    """A process and all its descendants that are alive."""
    found = [pid]
    for parent in found:
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        except OSError:
            continue
        found.extend(int(child) for child in children.split())
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of the family since it started, in steps of one clock tick."""
    total = 0
    for member in family(pid):
        try:
            stat = Path(f"/proc/{member}/stat").read_text()
        except OSError:
            continue
        fields = stat[stat.rindex(")") + 2 :].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def memory_kb(pid: int, field: str) -> int:
    """VmRSS or VmHWM, summed over the family; pages that its processes share are counted in each."""
    total = 0
    for member in family(pid):
        try:
            status = Path(f"/proc/{member}/status").read_text()
        except OSError:
            continue
        for line in status.splitlines():
            if line.startswith(field + ":"):
                total += int(line.split()[1])
    return total


@dataclass(frozen=True)
class ProcessorTime:
    """What all processors have spent since the start of the machine, in clock ticks."""

    total: int
    stolen: int  # by the host of a virtual machine, while there was something to do

    @staticmethod
    def now() -> "ProcessorTime":
        # user nice system idle iowait irq softirq steal; the guests' times behind them are part of user and nice.
        ticks = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
        return ProcessorTime(sum(ticks), ticks[7])

    def stolen_since(self, earlier: "ProcessorTime") -> float:
        """The percentage of the time between that the host has given to others."""
        return 100 * (self.stolen - earlier.stolen) / max(1, self.total - earlier.total)


def describe() -> dict[str, str]:
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024 // 1024
    return {
        "processor": model,
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory} GB",
        "kernel": platform.release(),
    }


def load_average() -> float:
    return os.getloadavg()[0]


def first_line(command: list[str]) -> str:
    """What a program says about its version, or "" when it is not there."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[0] if lines else ""

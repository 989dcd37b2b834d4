"""Processes that the comparison starts, and ends again by their ids."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import machine

last_port = 21000 + os.getpid() % 10000


class StartFailed(Exception):
    """The process ended, or did not listen in time."""


class Service:
    """One started program. Ends it, and nothing else, on close."""

    def __init__(self, name: str, command: list[str], directory: Path, port: int):
        self.name = name
        self.port = port
        self.log = directory / "output.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                command, cwd=directory, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def running(self) -> bool:
        return self.process.poll() is None

    def await_listening(self, seconds: float = 20.0) -> "Service":
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.running():
                raise StartFailed(f"{self.name} ended with status {self.process.returncode}: {self.last_words()}")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.02)
        raise StartFailed(f"{self.name} does not listen on port {self.port}: {self.last_words()}")

    def last_words(self) -> str:
        return " ".join(self.log.read_text(errors="replace").split())[-300:]

    def cpu_seconds(self) -> float:
        return machine.cpu_seconds(self.pid)

    def resident_kb(self) -> int:
        return machine.memory_kb(self.pid, "VmRSS")

    def peak_kb(self) -> int:
        return machine.memory_kb(self.pid, "VmHWM")

    def close(self) -> None:
        """Asks once, then insists; workers of a master that was killed are ended too."""
        members = machine.family(self.pid)
        if self.running():
            self.process.terminate()
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                for member in members[1:]:
                    end(member)


def end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def fresh_directory(path: Path) -> Path:
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def free_port() -> int:
    """A port below the range from which the kernel takes the ports of outgoing connections."""
    global last_port
    while True:
        last_port = last_port + 1 if last_port < 31999 else 21000
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", last_port))
                return last_port
            except OSError:
                continue

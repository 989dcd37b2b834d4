"""How a peer falls ill, and how it gets well again."""

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PEER = Path(__file__).resolve().parent / "peer.py"


class Patient:
    """The process of a peer; started again on the same port after it was killed. Owns it until close."""

    def __init__(self, name: str, port: int, directory: Path):
        self.name = name
        self.port = port
        self.directory = directory / name
        self.directory.mkdir(parents=True)
        self.start()

    def start(self) -> None:
        with open(self.directory / "output.log", "ab") as log:
            command = [sys.executable, "-B", str(PEER), str(self.port), self.name]
            self.process = subprocess.Popen(
                command, cwd=self.directory, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT
            )

    def say(self, mood: str) -> None:
        self.process.stdin.write(mood.encode() + b"\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()

    def posts(self) -> list[str]:
        """The POSTs that it has read, by their paths."""
        return (self.directory / "posts.log").read_text().split()

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()


@dataclass(frozen=True)
class Illness:
    what: str
    begin: Callable[[Patient], None]
    end: Callable[[Patient], None]


def mood(name: str, what: str) -> Illness:
    return Illness(what, lambda patient: patient.say(name), lambda patient: patient.say("ok"))


ILLNESSES = {
    "killed": Illness("kill -9, then started again", Patient.kill, Patient.start),
    "stopped": Illness(
        "SIGSTOP, then SIGCONT",
        lambda patient: patient.process.send_signal(signal.SIGSTOP),
        lambda patient: patient.process.send_signal(signal.SIGCONT),
    ),
    "500": mood("500", "answers 500"),
    "silent": mood("silent", "reads requests and never answers"),
    "deaf": mood("deaf", "cuts its connections and accepts none: its backlog fills"),
}

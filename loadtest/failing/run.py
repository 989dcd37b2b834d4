"""One illness from beginning to end."""

import collections
import time
from pathlib import Path

import java
from illnesses import Illness, Patient
from load import Answer, Load
from services import Service, fresh_directory, free_port
from table import Row

BEFORE = 5.0  # seconds in which all is well, after the warm-up
WARM_UP = 5.0
FAIL_TIMEOUT = 2
AFTER = FAIL_TIMEOUT + 6.0
WINDOW = 50  # requests of which the recovered peer must have answered its share
SHARE = 0.4  # a little less than the half that is its due

WEIR = """\
access_log = "off"
error_log = ["stderr", "warn"]

[[upstream]]
name = "app"
server = [
    {{ address = "127.0.0.1:{ill}", fail_timeout = {fail_timeout} }},
    {{ address = "127.0.0.1:{well}", fail_timeout = {fail_timeout} }},
]

[[server]]
listen = "127.0.0.1:{port}"

  [[server.location]]
  path = "/"
  proxy_pass = "http://app"
  proxy_connect_timeout = "500ms"
  proxy_read_timeout = "1s"
  proxy_next_upstream = ["error", "timeout", "http_500"]
"""


class Run:
    def __init__(self, illness: Illness, seconds: int, gets: int, posts: int, directory: Path):
        self.illness = illness
        self.seconds = seconds
        self.rates = (gets, posts)
        self.directory = fresh_directory(directory)

    def measure(self) -> Row:
        patients = [Patient(name, free_port(), self.directory) for name in ("ill", "well")]
        weir = None
        try:
            weir = self._weir(patients).await_listening()
            load = Load(weir.port, *self.rates)
            load.start()
            try:
                began, ended = self._fall_ill(patients[0])
            finally:
                load.close()
            return self._judge(load.answers, patients, began, ended)
        finally:
            if weir is not None:
                weir.close()
            for patient in patients:
                patient.close()

    def _weir(self, patients: list[Patient]) -> Service:
        port = free_port()
        configuration = self.directory / "config.toml"
        ill, well = (patient.port for patient in patients)
        configuration.write_text(WEIR.format(ill=ill, well=well, port=port, fail_timeout=FAIL_TIMEOUT))
        return Service("Weir", [java.executable(), "-jar", str(java.WEIR), str(configuration)], self.directory, port)

    def _fall_ill(self, patient: Patient) -> tuple[float, float]:
        time.sleep(WARM_UP + BEFORE)
        began = time.monotonic()
        self.illness.begin(patient)
        time.sleep(self.seconds)
        self.illness.end(patient)
        ended = time.monotonic()
        time.sleep(AFTER)
        return began, ended

    def _judge(self, answers: list[Answer], patients: list[Patient], began: float, ended: float) -> Row:
        gets = [answer for answer in answers if answer.method == "GET"]
        failed = [answer for answer in gets if answer.status != 200]
        posts = [answer for answer in answers if answer.method == "POST"]
        delivered = collections.Counter(path for patient in patients for path in patient.posts())
        return Row(
            what=self.illness.what,
            gets=len(gets),
            failed=len(failed),
            failures=collections.Counter(answer.failure or str(answer.status) for answer in failed),
            posts=len(posts),
            failed_posts=sum(answer.status != 200 for answer in posts),
            doubles=sum(count > 1 for count in delivered.values()),
            p99_before=p99(gets, began - BEFORE, began),
            p99_during=p99(gets, began, ended),
            slowest_during=slowest(gets, began, ended),
            share_after=share_after(gets, ended),
        )


def latencies(answers: list[Answer], begin: float, end: float) -> list[float]:
    return sorted(1000 * (answer.end - answer.due) for answer in answers if begin <= answer.due < end)


def p99(answers: list[Answer], begin: float, end: float) -> float:
    sample = latencies(answers, begin, end)
    return sample[int(len(sample) * 0.99)] if sample else float("nan")


def slowest(answers: list[Answer], begin: float, end: float) -> float:
    return max(latencies(answers, begin, end), default=float("nan"))


def share_after(answers: list[Answer], ended: float) -> float | None:
    """Seconds from the cure to the first of the requests among which the recovered peer has its share."""
    after = sorted((answer for answer in answers if answer.end > ended), key=lambda answer: answer.end)
    for first in range(len(after) - WINDOW + 1):
        window = after[first : first + WINDOW]
        if after[first].peer == "ill" and sum(answer.peer == "ill" for answer in window) >= SHARE * WINDOW:
            return after[first].end - ended
    return None

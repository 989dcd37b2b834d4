"""Clients that send so many requests per second, whatever becomes of them, and write down what did."""

import http.client
import itertools
import threading
import time
from dataclasses import dataclass

PER_CLIENT = 5  # requests per second: so few that one that waits for a time-out does not keep many others waiting


@dataclass(frozen=True)
class Answer:
    due: float  # when the request should have begun; latencies count from here, so that waiting clients are not forgotten
    end: float
    method: str
    status: int  # 0: none
    peer: str
    failure: str


class Load:
    """Sends from start to close. Each POST has a path of its own."""

    def __init__(self, port: int, gets: int, posts: int):
        self.port = port
        self.answers: list[Answer] = []  # appending is atomic
        self.over = threading.Event()
        self.numbers = itertools.count(1)
        self.clients = [*self._clients("GET", gets), *self._clients("POST", posts)]

    def _clients(self, method: str, rate: int) -> list[threading.Thread]:
        count = max(1, round(rate / PER_CLIENT)) if rate > 0 else 0
        pause = count / rate if rate > 0 else 0
        return [
            threading.Thread(target=self._send, args=(method, pause, pause * i / count), daemon=True)
            for i in range(count)
        ]

    def start(self) -> None:
        self.begin = time.monotonic()
        for client in self.clients:
            client.start()

    def close(self) -> None:
        self.over.set()
        for client in self.clients:
            client.join(30)

    def _send(self, method: str, pause: float, first: float) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        due = self.begin + first
        while not self.over.wait(max(0.0, due - time.monotonic())):
            self.answers.append(self._exchange(connection, method, due))
            due += pause
        connection.close()

    def _exchange(self, connection: http.client.HTTPConnection, method: str, due: float) -> Answer:
        path = f"/post/{next(self.numbers)}" if method == "POST" else "/"
        try:
            connection.request(method, path)
            response = connection.getresponse()
            response.read()
            status, peer, failure = response.status, response.getheader("X-Peer", ""), ""
        except (OSError, http.client.HTTPException) as problem:
            connection.close()
            status, peer, failure = 0, "", repr(problem)
        return Answer(due, time.monotonic(), method, status, peer, failure)

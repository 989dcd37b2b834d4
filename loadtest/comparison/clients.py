"""Clients for what wrk cannot do: check bytes, read slowly, stay idle, wait for a start."""

import http.client
import socket
import threading
import time
import zlib

from services import Service, StartFailed


class WrongAnswer(Exception):
    """Not the status or not the bytes that the backend sends."""


def fetch(port: int, method: str, path: str, body: bytes | None = None, seconds: float = 20.0) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request(method, path, body)
        response = connection.getresponse()
        content = response.read()
    except (OSError, http.client.HTTPException) as failure:
        raise WrongAnswer(f"{method} {path}: {failure!r}") from failure
    finally:
        connection.close()
    if response.status != 200:
        raise WrongAnswer(f"{method} {path}: status {response.status}")
    return content


def check(port: int, method: str, path: str, body: bytes | None, expected: bytes) -> None:
    content = fetch(port, method, path, body)
    if content != expected:
        raise WrongAnswer(f"{method} {path}: {len(content)} bytes that are not the {len(expected)} expected")


def await_answer(service: Service, path: str, expected: bytes, begin: float, seconds: float = 20.0) -> float:
    """Asks until the first answer has come. Returns the seconds from begin until then."""
    while time.monotonic() - begin < seconds:
        if not service.running():
            raise StartFailed(f"{service.name} ended: {service.last_words()}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", service.port)) != 0:
                time.sleep(0.002)
                continue
        check(service.port, "GET", path, None, expected)
        return time.monotonic() - begin
    raise StartFailed(f"{service.name} did not answer within {seconds:.0f} s: {service.last_words()}")


class SlowReader(threading.Thread):
    """Reads one response at a fixed rate, through a small receive buffer, and adds up its CRC."""

    def __init__(self, port: int, path: str, rate: int):
        super().__init__(daemon=True)
        self.port = port
        self.path = path
        self.rate = rate
        self.failure = "was not finished in time"
        self.length = 0
        self.crc = 0

    def run(self) -> None:
        try:
            with socket.socket() as channel:
                channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 128 * 1024)
                channel.settimeout(60)
                channel.connect(("127.0.0.1", self.port))
                channel.sendall(f"GET {self.path} HTTP/1.1\r\nHost: loadtest\r\nConnection: close\r\n\r\n".encode())
                self._read(channel)
                self.failure = ""
        except (OSError, ValueError) as failure:
            self.failure = repr(failure)

    def _read(self, channel: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            part = channel.recv(4096)
            if not part:
                raise ValueError("closed within the head")
            head += part
        head, _, part = head.partition(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0] + b" ":
            raise ValueError(f"answered {head.splitlines()[0]!r}")
        begin = time.monotonic()
        while part:
            self.length += len(part)
            self.crc = zlib.crc32(part, self.crc)
            ahead = self.length / self.rate - (time.monotonic() - begin)
            if ahead > 0.02:
                time.sleep(ahead)
            part = channel.recv(64 * 1024)


def read_slowly(port: int, path: str, expected: bytes, clients: int, rate: int) -> None:
    """Blocks until all clients have read everything. Raises when any of them got something else."""
    readers = [SlowReader(port, path, rate) for _ in range(clients)]
    for reader in readers:
        reader.start()
    end = time.monotonic() + 60 + 2 * len(expected) / rate
    crc = zlib.crc32(expected)
    for reader in readers:
        reader.join(max(0.0, end - time.monotonic()))
    for reader in readers:
        if reader.failure:
            raise WrongAnswer(f"slow reader: {reader.failure}")
        if (reader.length, reader.crc) != (len(expected), crc):
            raise WrongAnswer(f"slow reader: {reader.length} bytes that are not the {len(expected)} expected")


class IdleConnections:
    """Connections that each got one answer and then keep silent."""

    def __init__(self, port: int, path: str, expected: bytes, count: int):
        self.connections: list[http.client.HTTPConnection] = []
        try:
            for _ in range(count):
                self._open(port, path, expected)
        except (OSError, http.client.HTTPException) as failure:
            self.close()
            raise WrongAnswer(f"idle connection {len(self.connections)}: {failure!r}") from failure

    def _open(self, port: int, path: str, expected: bytes) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.connections.append(connection)
        connection.request("GET", path)
        response = connection.getresponse()
        if response.status != 200 or response.read() != expected:
            raise WrongAnswer(f"idle connection {len(self.connections)}: status {response.status} or wrong bytes")

    def closed(self) -> int:
        """How many the proxy has closed meanwhile."""
        count = 0
        for connection in self.connections:
            connection.sock.setblocking(False)
            try:
                connection.sock.recv(1)
                count += 1
            except BlockingIOError:
                pass
            except OSError:
                count += 1
        return count

    def close(self) -> None:
        for connection in self.connections:
            connection.close()

"""
A small HTTP server whose mood is told by lines on standard input: ok, 500, silent (reads and never answers) or deaf (does
not even accept, and whose backlog is full at once). Writes the path of every POST whose head it has read to posts.log, at once, so
that the line outlives the process.

    python3 peer.py PORT NAME
"""

import os
import socket
import sys
import threading

BACKLOG = 128


class Peer:
    def __init__(self, port: int, name: str):
        self.name = name
        self.mood = "ok"
        self.changed = threading.Condition()
        self.open: set[socket.socket] = set()
        self.posts = os.open("posts.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", port))
        self.listener.listen(BACKLOG)

    def run(self) -> None:
        threading.Thread(target=self.accept, daemon=True).start()
        for line in sys.stdin:
            with self.changed:
                self.mood = line.strip()
                self.changed.notify_all()
                # Linux takes another backlog for a socket that listens already.
                self.listener.listen(1 if self.mood == "deaf" else BACKLOG)
                if self.mood == "deaf":
                    for connection in self.open:
                        connection.shutdown(socket.SHUT_RDWR)
            print("mood " + self.mood, flush=True)

    def wait_out(self, mood: str) -> None:
        with self.changed:
            self.changed.wait_for(lambda: self.mood != mood)

    def accept(self) -> None:
        while True:
            self.wait_out("deaf")
            connection, _ = self.listener.accept()
            self.wait_out("deaf")  # it has turned so while this thread was waiting
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.changed:
                self.open.add(connection)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection: socket.socket) -> None:
        try:
            with connection, connection.makefile("rb") as reader:
                while line := reader.readline():
                    while reader.readline().strip():
                        pass
                    if line.startswith(b"POST "):
                        os.write(self.posts, line.split()[1] + b"\n")
                    self.wait_out("silent")
                    status = "500 Ill" if self.mood == "500" else "200 OK"
                    answer = f"HTTP/1.1 {status}\r\nX-Peer: {self.name}\r\nContent-Length: 0\r\n\r\n"
                    connection.sendall(answer.encode())
        except OSError:
            pass  # the proxy has gone, or this peer has turned deaf
        finally:
            with self.changed:
                self.open.discard(connection)


if __name__ == "__main__":
    Peer(int(sys.argv[1]), sys.argv[2]).run()

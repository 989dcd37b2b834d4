"""The upstreams: nginx with static files, and the Java backend for delayed answers and for bodies of requests."""

import os
import random
from pathlib import Path

import java
from services import Service, fresh_directory, free_port

SIZES = {"1k": 1024, "100k": 100 * 1024, "10m": 10 * 1024 * 1024, "20m": 20_000_000}
DELAY_MILLIS = 200

NGINX = """\
{user}
daemon off;
worker_processes 2;
error_log stderr error;
pid nginx.pid;
events {{ worker_connections 8192; }}
http {{
    client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
    log_format released '$msec $request_time $status $body_bytes_sent';
    access_log off;
    default_type application/octet-stream;
    sendfile on;
    open_file_cache max=16 inactive=1h;
    keepalive_requests 100000000;
    keepalive_timeout 600s;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        root files;
        location = /20m {{ access_log released.log released; }}
    }}
}}
"""


class Backends:
    def __init__(self, directory: Path):
        self.directory = fresh_directory(directory)
        self.files = directory / "files"
        self.files.mkdir()
        for name, size in SIZES.items():
            (self.files / name).write_bytes(random.Random(name).randbytes(size))
        self.static = self._nginx()
        self.scripted = self._scripted()

    def _nginx(self) -> Service:
        port = free_port()
        configuration = self.directory / "nginx.conf"
        configuration.write_text(NGINX.format(port=port, user=nginx_user()))
        command = ["nginx", "-p", str(self.directory), "-c", str(configuration)]
        return Service("nginx as backend", command, self.directory, port).await_listening()

    def _scripted(self) -> Service:
        port = free_port()
        directory = self.directory / "scripted"
        directory.mkdir()
        command = [java.executable(), "-cp", str(java.VARIANTS), "io.weir.loadtest.Backend"]
        command += [str(port), str(DELAY_MILLIS)]
        return Service("Java backend", command, directory, port).await_listening()

    def content(self, path: str) -> bytes:
        return (self.files / path.lstrip("/")).read_bytes()

    def forget_releases(self) -> None:
        os.truncate(self.directory / "released.log", 0)

    def releases(self) -> list[float]:
        """Seconds from each request for /20m to the moment when nginx had passed on its last byte."""
        lines = (self.directory / "released.log").read_text().splitlines()
        return [float(line.split()[1]) for line in lines]

    def close(self) -> None:
        self.static.close()
        self.scripted.close()


def nginx_user() -> str:
    """Started by root, the workers would else belong to a user who may not read this directory."""
    return "user root;" if os.geteuid() == 0 else ""

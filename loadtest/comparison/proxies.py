"""The proxies that are compared, each with one upstream, kept connections to it, and nothing else to do."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import java
from backends import nginx_user
from services import Service, fresh_directory, free_port

WEIR = """\
access_log = "off"
error_log = ["stderr", "error"]
keepalive_requests = 100000000
client_max_body_size = "16m"

[[upstream]]
name = "backend"
keepalive = 2048
keepalive_requests = 100000000
server = [{{ address = "127.0.0.1:{upstream}" }}]

[[server]]
listen = "127.0.0.1:{port} backlog=4096"

  [[server.location]]
  path = "/"
  proxy_pass = "http://backend"

  [[server.location]]
  path = "/post/streamed"
  proxy_pass = "http://backend"
  proxy_request_buffering = false
"""

NGINX = """\
{user}
daemon off;
worker_processes 2;
error_log stderr error;
pid nginx.pid;
events {{ worker_connections 8192; }}
http {{
    client_body_temp_path client_body_temp; proxy_temp_path proxy_temp;
    fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
    access_log off;
    keepalive_requests 100000000;
    client_max_body_size 16m;
    upstream backend {{
        server 127.0.0.1:{upstream};
        keepalive 2048;
        keepalive_requests 100000000;
    }}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        location / {{ proxy_pass http://backend; }}
        location /post/streamed {{ proxy_pass http://backend; proxy_request_buffering off; }}
    }}
}}
"""

HAPROXY = """\
global
    nbthread 2
    maxconn 8192
    tune.maxaccept 500
defaults
    mode http
    timeout connect 10s
    timeout client 75s
    timeout server 60s
    http-reuse always
frontend front
    bind 127.0.0.1:{port} backlog 4096
    default_backend back
backend back
    server backend 127.0.0.1:{upstream} pool-max-conn -1 pool-purge-delay 60s
"""


@dataclass(frozen=True)
class Proxy:
    """kind: weir, native, async (JVM), blocking (JVM), or direct for the backend without a proxy."""

    name: str
    kind: str
    command: Callable[[Path, int, int], list[str]]

    def start(self, directory: Path, upstream: int) -> Service:
        """Starts it without waiting: how long that takes is one of the measurements."""
        port = free_port()
        fresh_directory(directory)
        return Service(self.name, self.command(directory, port, upstream), directory, port)


def weir(directory: Path, port: int, upstream: int) -> list[str]:
    configuration = directory / "config.toml"
    configuration.write_text(WEIR.format(port=port, upstream=upstream))
    return [java.executable(), "-jar", str(java.WEIR), str(configuration)]


def nginx(directory: Path, port: int, upstream: int) -> list[str]:
    configuration = directory / "nginx.conf"
    configuration.write_text(NGINX.format(port=port, upstream=upstream, user=nginx_user()))
    return ["nginx", "-p", str(directory), "-c", str(configuration)]


def haproxy(directory: Path, port: int, upstream: int) -> list[str]:
    configuration = directory / "haproxy.cfg"
    configuration.write_text(HAPROXY.format(port=port, upstream=upstream))
    return ["haproxy", "-db", "-f", str(configuration)]


def variant(main: str, *options: str) -> Callable[[Path, int, int], list[str]]:
    def command(_: Path, port: int, upstream: int) -> list[str]:
        classes = f"{java.VARIANTS}:{java.VARIANTS.parent / 'lib'}/*"
        return [java.executable(), *options, "-cp", classes, f"io.weir.loadtest.{main}", str(port), str(upstream)]

    return command


# Netty takes direct buffers of its own on JDK 24 and newer only with the first of these; the second is for epoll.
NETTY = ("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED")

ALL = [
    Proxy("weir", "weir", weir),
    Proxy("nginx", "native", nginx),
    Proxy("haproxy", "native", haproxy),
    Proxy("jetty-async", "async", variant("JettyAsync")),
    Proxy("vertx", "async", variant("VertxProxy", *NETTY)),
    Proxy("undertow", "async", variant("UndertowProxy")),
    Proxy("jetty-client", "blocking", variant("JettyClientBlocking")),
]


def chosen(names: list[str]) -> list[Proxy]:
    unknown = set(names) - {proxy.name for proxy in ALL}
    if unknown:
        raise SystemExit(f"compare: no proxy called {', '.join(sorted(unknown))}")
    found = [proxy for proxy in ALL if not names or proxy.name in names]
    return [proxy for proxy in found if proxy.kind != "native" or shutil.which(proxy.name)]

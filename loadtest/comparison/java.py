"""Finds a JDK that is new enough, and builds what runs on it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import machine
from settings import LOADTEST

REQUIRED = 25
WEIR = LOADTEST.parent / "target" / "weir.jar"
VARIANTS = LOADTEST / "variants" / "target" / "variants.jar"


def executable() -> str:
    """The java to run everything with: $WEIR_JAVA, $JAVA_HOME, the path, or the usual place for JDKs."""
    candidates = [os.environ.get("WEIR_JAVA", "")]
    if "JAVA_HOME" in os.environ:
        candidates.append(os.environ["JAVA_HOME"] + "/bin/java")
    candidates.append(shutil.which("java") or "")
    candidates.extend(str(path) for path in sorted(Path("/usr/lib/jvm").glob("*/bin/java"), reverse=True))
    for candidate in candidates:
        if candidate and feature(candidate) >= REQUIRED:
            return candidate
    raise SystemExit(f"compare: no Java {REQUIRED} found; name one in WEIR_JAVA=/path/to/bin/java")


def feature(java: str) -> int:
    found = re.search(r'version "(\d+)', machine.first_line([java, "-version"]))
    return int(found.group(1)) if found else 0


def build() -> None:
    """Packages Weir and the variants unless that has been done since their sources last changed."""
    package(WEIR, LOADTEST.parent)
    package(VARIANTS, LOADTEST / "variants")


def package(jar: Path, project: Path) -> None:
    sources = [project / "pom.xml", *(project / "src" / "main").rglob("*")]
    if jar.exists() and all(source.stat().st_mtime <= jar.stat().st_mtime for source in sources):
        return
    print(f"building {jar.name}", flush=True)
    if subprocess.run(["mvn", "-q", "-B", "package", "-DskipTests"], cwd=project).returncode != 0:
        raise SystemExit(f"compare: {jar.name} could not be built")

"""What clients noticed of an illness, as a table."""

import collections
from dataclasses import dataclass
from pathlib import Path

HEAD = """\
| illness | GETs | failed | POSTs | without a 200 | delivered twice | p99 before | p99 during | slowest | share again after |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class Row:
    what: str
    gets: int
    failed: int  # GETs that were not answered with 200
    failures: collections.Counter
    posts: int
    failed_posts: int  # may be some: nobody may send a POST again that a peer may have seen
    doubles: int
    p99_before: float  # of GETs, in milliseconds
    p99_during: float
    slowest_during: float
    share_after: float | None  # seconds from the cure; None: not while it was watched

    def is_flawless(self) -> bool:
        return self.failed == 0 and self.doubles == 0 and self.share_after is not None

    def summary(self) -> str:
        detail = f" ({dict(self.failures)})" if self.failures else ""
        return f"{self.failed} of {self.gets} GETs failed{detail}, {self.doubles} of {self.posts} POSTs came twice"

    def cells(self) -> list[str]:
        share = "not at all" if self.share_after is None else f"{self.share_after:.1f} s"
        return [
            self.what,
            str(self.gets),
            str(self.failed),
            str(self.posts),
            str(self.failed_posts),
            str(self.doubles),
            f"{self.p99_before:.0f} ms",
            f"{self.p99_during:.0f} ms",
            f"{self.slowest_during:.0f} ms",
            share,
        ]


def write(path: Path, about: str, rows: list[tuple[str, Row]]) -> str:
    lines = "".join("| " + " | ".join(row.cells()) + " |\n" for _, row in rows)
    text = f"{about}\n\n{HEAD}{lines}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return text

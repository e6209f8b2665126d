"""`make bench-upload`: an upload of 20 MB to the real site, until the verdict is there.

    python -m benchmarks.upload [--rounds N]

The site is gunicorn with the project's own settings. Measured are the time from the form to the
review, the time to open that again, and the memory of the worker that needs most: idle, after one
upload, and after as many at once as all threads of all workers take.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path

from benchmarks.generate import write
from tests.support.site import LiveSite, running_site

#: About as many bytes as the site takes.
STATIONS = 7_250
#: Uploads at once: the default workers times their threads.
AT_ONCE = 8
#: Seconds to the verdict, on two cores that have nothing else to do.
BUDGET = 5.0
#: What parts the fields of a form.
EDGE = "edge-of-the-benchmark"


class Visitor:
    """Someone with a browser that keeps cookies."""

    def __init__(self, site: LiveSite) -> None:
        self.url = site.url
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def get(self, path: str) -> str:
        """The page at a path."""
        return self._ask(urllib.request.Request(self.url + path))  # noqa: S310 - our own site

    def upload(self, data: bytes) -> tuple[float, str]:
        """Send a file to the form: seconds until the review is there, and its address."""
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="a.json"\r\n\r\n'
        body = head.encode() + data + f"\r\n--{EDGE}--\r\n".encode()
        kind = f"multipart/form-data; boundary={EDGE}"
        request = urllib.request.Request(  # noqa: S310 - our own site
            f"{self.url}/convert/", body, {"Content-Type": kind}
        )
        begin = time.perf_counter()
        with self._opener.open(request, timeout=120) as answer:
            answer.read()
            return time.perf_counter() - begin, str(answer.url)

    def open_again(self, address: str) -> tuple[float, str]:
        """Open a review: seconds, and the page."""
        begin = time.perf_counter()
        page = self.get(address.removeprefix(self.url))
        return time.perf_counter() - begin, page

    def _ask(self, request: urllib.request.Request) -> str:
        with self._opener.open(request, timeout=120) as answer:
            return bytes(answer.read()).decode()


def workers(site: LiveSite) -> list[Path]:
    """What the system knows of the site's worker processes."""
    master = site.process.pid if site.process is not None else 0
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return [Path(f"/proc/{child}") for child in children]


def peak_memory(site: LiveSite) -> float:
    """The highest memory, in MB, that a worker of the site ever had."""
    found = [re.search(r"VmHWM:\s+(\d+) kB", (w / "status").read_text()) for w in workers(site)]
    return max(int(one[1]) / 1024 for one in found if one is not None)


def cpu_seconds(site: LiveSite) -> float:
    """The CPU seconds of all workers so far."""
    times = [(w / "stat").read_text().rpartition(")")[2].split()[11:13] for w in workers(site)]
    return sum(int(ticks) for pair in times for ticks in pair) / os.sysconf("SC_CLK_TCK")


def run(folder: Path, rounds: int) -> None:
    """Measure and print."""
    answer = folder / "a.json"
    write(STATIONS, answer)
    data = answer.read_bytes()
    # Measured is how long it takes, however slow the machine is.
    with running_site(folder, EVMAP_CONVERSION_CPU_SECONDS="60") as site:
        visitor = Visitor(site)
        visitor.get("/convert/")
        idle = peak_memory(site)
        before = cpu_seconds(site)
        results = [visitor.upload(data) for _ in range(rounds)]
        verdict = statistics.median(seconds for seconds, _ in results)
        cpu = (cpu_seconds(site) - before) / rounds
        opened = [visitor.open_again(results[0][1]) for _ in range(rounds)]
        again, page = statistics.median(seconds for seconds, _ in opened), opened[0][1]
        one = peak_memory(site)
        with ThreadPoolExecutor(AT_ONCE) as visitors:
            list(visitors.map(lambda _: Visitor(site).upload(data), range(AT_ONCE)))
        many = peak_memory(site)
    print(f"{len(data) / 1e6:.1f} MB in {STATIONS:,} stations, medians of {rounds} rounds\n")
    print(f"upload to verdict    {verdict:6.2f} s   (budget {BUDGET:.0f} s on two idle cores)")
    print(f"CPU of the server    {cpu:6.2f} s")
    print(f"opened again         {again:6.2f} s")
    print(f"page                 {len(page) / 1e6:6.1f} MB")
    print(f"worker, idle         {idle:6.0f} MB")
    print(f"worker, one upload   {one:6.0f} MB")
    print(f"worker, {AT_ONCE} at once    {many:6.0f} MB")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="evmap-upload-") as folder:
        run(Path(folder), rounds)


if __name__ == "__main__":
    main()

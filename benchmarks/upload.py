"""`make bench-upload`: an upload of 20 MB to the real site, until the verdict is there.

    python -m benchmarks.upload [--rounds N]

The site is gunicorn with the project's own settings. Measured are the whole answer to the form, the
answer to "Next record", and the memory of the worker that needs most: idle, after one upload, and
after as many at once as all threads of all workers take.
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

FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


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
        """Send a file to the form: seconds until the last byte of the result, and the result."""
        token = dict(FIELD.findall(self.get("/convert/")))["csrfmiddlewaretoken"]
        return self._timed("/convert/", {"csrfmiddlewaretoken": token.encode()}, data)

    def record(self, result: str, number: int) -> float:
        """Ask for a record of a result page: seconds."""
        fields = FIELD.findall(result[result.index('id="again"') :])
        data = dict(fields) | {"go": f"v2:{number}"}
        return self._timed("/convert/record/", {name: data[name].encode() for name in data})[0]

    def _timed(
        self, path: str, fields: dict[str, bytes], file: bytes | None = None
    ) -> tuple[float, str]:
        """Send a form as the page does: in parts."""
        parts = [(f'name="{name}"', value) for name, value in fields.items()]
        if file is not None:
            parts.append(('name="file"; filename="a.json"', file))
        body = b"".join(
            f"--{EDGE}\r\nContent-Disposition: form-data; {name}\r\n\r\n".encode() + value + b"\r\n"
            for name, value in parts
        )
        body += f"--{EDGE}--\r\n".encode()
        kind = f"multipart/form-data; boundary={EDGE}"
        headers = {"Referer": self.url, "Content-Type": kind}
        request = urllib.request.Request(self.url + path, body, headers)  # noqa: S310
        begin = time.perf_counter()
        answer = self._ask(request)
        return time.perf_counter() - begin, answer

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
    with running_site(folder) as site:
        visitor = Visitor(site)
        visitor.get("/convert/?sample=pool")
        idle = peak_memory(site)
        before = cpu_seconds(site)
        results = [visitor.upload(data) for _ in range(rounds)]
        verdict = statistics.median(seconds for seconds, _ in results)
        cpu = (cpu_seconds(site) - before) / rounds
        page = results[0][1]
        numbers = range(100, 100 + 500 * rounds, 500)
        record = statistics.median(visitor.record(page, number) for number in numbers)
        one = peak_memory(site)
        with ThreadPoolExecutor(AT_ONCE) as visitors:
            list(visitors.map(lambda _: Visitor(site).upload(data), range(AT_ONCE)))
        many = peak_memory(site)
    print(f"{len(data) / 1e6:.1f} MB in {STATIONS:,} stations, medians of {rounds} rounds\n")
    print(f"upload to verdict    {verdict:6.2f} s   (budget {BUDGET:.0f} s on two idle cores)")
    print(f"CPU of the server    {cpu:6.2f} s")
    print(f"a record of it       {record:6.2f} s")
    print(f"page                 {len(page) / 1e6:6.1f} MB, of which the document packed is most")
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

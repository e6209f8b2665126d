"""The real site for tests: gunicorn, the project's own settings, a database of its own."""

from __future__ import annotations

import atexit
import fcntl
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
LISTENING = re.compile(r"Listening at: (http://\S+)")
START_SECONDS = 30
RATES = ("CONVERT", "REVIEW", "LOOKUP", "API", "LOGIN", "ACCOUNT")


class LiveSite:
    """A running site. `url` has no slash at its end."""

    def __init__(self, folder: Path, database_url: str, **environment: str) -> None:
        self.log_file = folder / "site.log"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "evmap.settings",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DEBUG": "off",
            "HTTPS": "off",
            "DATABASE_URL": database_url,
            "STATIC_ROOT": str(folder / "static"),
            "BIND": "127.0.0.1:0",
            "PYTHONUNBUFFERED": "1",
            # Tests ask for more in a minute than any visitor.
            **{f"EVMAP_RATE_{kind}": "0" for kind in RATES},
            **environment,
        }
        self.url = ""
        self.process: subprocess.Popen[bytes] | None = None

    def manage(self, *arguments: str, **environment: str) -> str:
        """Run a management command on the site's database and return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}")
        return done.stdout

    def add_superuser(self, name: str, password: str) -> None:
        """Make an account that may do everything in the admin."""
        self.manage(
            *("createsuperuser", "--no-input", "--username", name),
            *("--email", f"{name}@example.org"),
            DJANGO_SUPERUSER_PASSWORD=password,
        )

    def log(self) -> str:
        """Return what the server wrote so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Prepare database and static files, start the server, wait until it is ready."""
        self.prepare()
        self.manage("collectstatic", "--no-input", "--verbosity", "0")
        self.serve()

    def prepare(self) -> None:
        """Make the tables of the database, and fill those of the guide."""
        self.manage("prepare", "--verbosity", "0")

    def serve(self, path: str = "/readyz") -> None:
        """Start the server, and wait until it answers a path with 200."""
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready(path):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"The site did not start:\n{self.log()}")
            time.sleep(0.05)

    def _is_ready(self, path: str) -> bool:
        listening = LISTENING.search(self.log())
        if not listening:
            return False
        self.url = listening[1]
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, TimeoutError):
            return False

    def stop(self) -> None:
        """Stop the server the way a container does."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=25)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def own_database(server_url: str, folder: Path, copied: str = "") -> Iterator[str]:
    """Give the URL of a new database: on the server of `server_url`, or a SQLite file.

    It is empty, or a copy of the one whose URL is given.
    """
    if not server_url.startswith("postgres"):
        if copied:
            shutil.copyfile(copied.removeprefix("sqlite:///"), folder / "site.sqlite3")
        yield f"sqlite:///{folder}/site.sqlite3"
        return
    name = f"evmap_site_{secrets.token_hex(4)}"
    template = urlsplit(copied).path.strip("/") or "template1"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server_url, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


# --- Made once, and given to all sites ---

#: The variable with the folder of a run of pytest, which all its processes share.
SHARED = "EVMAP_TEST_FOLDER"


@cache
def _until_the_end() -> ExitStack:
    """What is closed when this process ends."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack


@cache
def _folder() -> Path:
    """The folder of the run, or one of this process where there is no run."""
    if SHARED in os.environ:
        return Path(os.environ[SHARED])
    made = tempfile.TemporaryDirectory(prefix="evmap-tests-")
    return Path(_until_the_end().enter_context(made))


def _once(name: str, make: Callable[[], object]) -> None:
    """Make something, unless another process of the run has; wait where one is at it."""
    done = _folder() / f"{name}.done"
    with done.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make()
            done.touch()


@cache
def _prepared(server_url: str) -> str:
    """The URL of a prepared database, which nobody else uses."""
    if server_url.startswith("postgres"):
        url = _until_the_end().enter_context(own_database(server_url, _folder()))
        LiveSite(_folder(), url).prepare()
    else:
        url = f"sqlite:///{_folder()}/site.sqlite3"
        _once("prepared", LiveSite(_folder(), url).prepare)
    return url


@cache
def _static_files() -> Path:
    site = LiveSite(_folder(), "sqlite://:memory:")
    _once("static", lambda: site.manage("collectstatic", "--no-input", "--verbosity", "0"))
    return Path(site.environment["STATIC_ROOT"])


@contextmanager
def prepared_site(folder: Path, **environment: str) -> Iterator[LiveSite]:
    """A site with a prepared database on the server under test, and without static files."""
    server_url = os.environ.get("EVMAP_TEST_DATABASE_URL", "sqlite:")
    with own_database(server_url, folder, _prepared(server_url)) as database_url:
        yield LiveSite(folder, database_url, **environment)


@contextmanager
def running_site(folder: Path, **environment: str) -> Iterator[LiveSite]:
    """Start a site on the database server under test, and stop it afterwards."""
    given = {"STATIC_ROOT": str(_static_files())} | environment
    with prepared_site(folder, **given) as site:
        site.serve()
        try:
            yield site
        finally:
            site.stop()

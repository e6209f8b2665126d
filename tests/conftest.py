"""Fixtures for all tests.

For tests against the real server and in a real browser:

live_site   LiveSite: gunicorn with its own database; `.url`, `.manage(...)`, `.add_superuser(...)`;
            one for each process that runs tests
browser     Chromium, likewise
new_page    function: makes a page in a context of its own, with any option of `new_context`
page        page of a desktop; relative addresses such as `page.goto("/connectors/")` work
phone_page  page of a phone
nojs_page   page of a browser without JavaScript
"""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from tests.support.browser import Watch, running_browser
from tests.support.site import SHARED, LiveSite, running_site

pytest_plugins = ["tests.support.deaths", "tests.support.migrating"]

# A shell starts what it runs in the background deaf to Ctrl-C, which some tests send.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples in every run, and no failure because the machine was busy.
settings.register_profile(
    "evmap",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("evmap")

# Tests are loaded to stay. What they make is looked through for garbage less often than usual: to
# look through all that a process of tests holds takes half a second.
gc.disable()

NewPage = Callable[..., Page]
FOLDER = pytest.StashKey[tempfile.TemporaryDirectory[str]]()
LONGEST_NAME = 200
BROWSER_FIXTURES = {"browser", "new_page", "page", "phone_page", "nojs_page"}


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all processes of this run share."""
    if SHARED not in os.environ:
        config.stash[FOLDER] = tempfile.TemporaryDirectory(prefix="evmap-tests-")
        os.environ[SHARED] = config.stash[FOLDER].name


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove it, where it was made."""
    if FOLDER in config.stash:
        del os.environ[SHARED]
        config.stash[FOLDER].cleanup()


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a case by the beginning of a long text: its name is told to all processes, often."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_NAME:
        return f"{val[:40]!r} and so on, {len(val):,} long"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark browser tests, and begin with the longest test: at the end others would wait for it."""
    for item in items:
        if BROWSER_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)


def pytest_runtest_setup() -> None:
    """A command that a test called here may have said that a gone reader ends this process."""
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)


def pytest_collection_finish() -> None:
    """Leave all that was loaded out of the search for garbage, and begin with it."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every test with a database finds the mapping tables loaded."""
    with django_db_blocker.unblock():
        call_command("load_mappings", verbosity=0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Load the mapping tables again after a test at whose end all tables were emptied.

    Not after the last test: with it the database is gone.
    """
    result = yield
    marker = item.get_closest_marker("django_db")
    if nextitem is not None and marker is not None and marker.kwargs.get("transaction"):
        with item.config.stash[blocking_manager_key].unblock():
            call_command("load_mappings", verbosity=0)
    return result


@pytest.fixture(scope="session")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """The real site; at the end its log must hold no traceback."""
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site
    log = site.log()
    assert "Traceback" not in log, log


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with running_browser() as browser:
        yield browser


@pytest.fixture
def new_page(browser: Browser, live_site: LiveSite) -> Iterator[NewPage]:
    """A function that makes pages; each is closed, and must have caused no trouble."""
    made: list[tuple[Page, Watch]] = []

    def make(**options: object) -> Page:
        context = browser.new_context(base_url=live_site.url, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        page = context.new_page()
        made.append((page, Watch(page, live_site.url)))
        return page

    yield make
    for page, _watch in made:
        page.context.close()
    assert [watch.troubles for _page, watch in made if watch.troubles] == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page of a desktop."""
    return new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone_page(new_page: NewPage) -> Page:
    """A page of a phone."""
    return new_page(
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
        device_scale_factor=2,
    )


@pytest.fixture
def nojs_page(new_page: NewPage) -> Page:
    """A page of a browser without JavaScript."""
    return new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=False)

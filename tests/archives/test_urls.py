"""Inputs and outputs by URL: a real S3 server on loopback, file:// and memory://."""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import fsspec
import pytest
from moto.server import ThreadedMotoServer

from evmap.commands.inputs import find_files
from evmap.conversion import Options, fixture_guide
from evmap.conversion.batch.run import FileJob, run_files
from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.source import Source
from evmap.conversion.batch.workers import ThisProcess
from evmap.samples import SAMPLES
from tests.archives.support import BAD, documents, tree
from tests.commands.support import evmap


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def bucket(archive: Path) -> Iterator[Any]:
    """The archive in a bucket; the environment says where the server is, as for any client."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    # The server keeps its buckets in this process, where it may have run before.
    urllib.request.urlopen(f"http://{host}:{port}/moto-api/reset", data=b"").close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("NO_PROXY", f"{os.environ.get('NO_PROXY', '')},{host}")
        files = fsspec.filesystem("s3", skip_instance_cache=True)
        files.mkdir("dumps")
        files.mkdir("results")
        files.put(str(archive), "dumps/v2", recursive=True)
        yield files
    server.stop()


def in_bucket(files: Any, folder: str) -> dict[str, bytes]:
    files.invalidate_cache()
    found = files.cat(files.find(folder))
    return {name.removeprefix(f"{folder}/"): text for name, text in found.items()}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_bucket_gives_what_a_folder_gives(
    bucket: Any, undisturbed: Path, tmp_path: Path, workers: str
) -> None:
    folder = f"results/{workers}"
    report = tmp_path / "report.json"
    arguments = ("convert", "s3://dumps/v2", "-o", f"s3://{folder}", "--workers", workers)
    done = evmap(*arguments, "--report", report)
    assert done.returncode == 0, done.stderr
    found = {n: t for n, t in in_bucket(bucket, folder).items() if not n.startswith(".evmap/")}
    assert found == documents(undisturbed / "out")
    assert report.read_bytes() == (undisturbed / "r.json").read_bytes()
    again = evmap(*arguments, "--resume", "--report", report)
    assert "5 of 6 inputs were done before" in again.stderr.decode()
    assert report.read_bytes() == (undisturbed / "r.json").read_bytes()


def test_globs_and_single_objects_are_found(bucket: Any, undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert evmap("convert", "s3://dumps/v2/2023/*", "-o", out).returncode == 0
    assert set(documents(out)) == {"a.json", "b.ndjson"}
    single = evmap("convert", "s3://dumps/v2/2023/a.json")
    assert single.stdout == (undisturbed / "out/2023/a.json").read_bytes()
    assert (
        evmap("convert", "s3://dumps/v2/2023/a.json", "-o", "s3://results/x.json").returncode == 0
    )
    assert in_bucket(bucket, "results")["x.json"] == single.stdout


def test_what_is_not_there_is_said_without_a_traceback(bucket: Any) -> None:
    none = evmap("convert", "s3://dumps/none", "-o", "s3://results/none")
    assert none.returncode == 3
    assert b"no file" in none.stderr
    unknown = evmap("convert", "nowhere://x/y.json")
    assert unknown.returncode == 3
    assert b"nowhere" in unknown.stderr


def test_an_input_of_a_bucket_is_never_overwritten(bucket: Any) -> None:
    done = evmap("convert", "s3://dumps/v2", "-o", "s3://dumps/v2")
    assert done.returncode == 2
    assert b"is an input" in done.stderr


def test_file_urls_are_paths(archive: Path, undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "an output"
    done = evmap("convert", archive.as_uri(), "-o", out.as_uri())
    assert done.returncode == 0, done.stderr
    assert tree(out) == tree(undisturbed / "out")


def test_memory_is_a_file_system_too(archive: Path, undisturbed: Path) -> None:
    files = fsspec.filesystem("memory")
    files.put(str(archive), "/dumps", recursive=True)
    found = find_files(["memory://dumps"], "memory://out")
    setup = Setup(Options(), fixture_guide())
    jobs = [
        FileJob(
            source=Source(file.url),
            name=file.relative,
            size=file.size,
            output=f"memory://out/{file.relative.removesuffix('.gz')}",
            entry=f"memory://out/.evmap/{number}",
            key="k",
            resume=False,
        )
        for number, file in enumerate(found)
    ]
    outcome = run_files(jobs, ThisProcess(setup), lambda _done: None)
    assert (outcome.files, outcome.unreadable) == (6, 1)
    out = {n: t for n, t in in_bucket(files, "/out").items() if not n.startswith(".evmap/")}
    assert out == documents(undisturbed / "out")
    assert BAD not in out
    assert outcome.report is not None
    wanted = json.loads((undisturbed / "r.json").read_bytes())
    assert outcome.report.input["sha256"] == wanted["input"]["sha256"]


def test_a_file_behind_http_is_converted_and_a_page_gives_its_links(tmp_path: Path) -> None:
    served = tmp_path / "served"
    served.mkdir()
    (served / "a.json").write_bytes(SAMPLES["ac"].read())
    handler = partial(Quiet, directory=str(served))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        single = evmap("convert", f"{url}/a.json", NO_PROXY="127.0.0.1")
        assert single.returncode == 0, single.stderr
        folder = evmap("convert", f"{url}/", "-o", tmp_path / "out", NO_PROXY="127.0.0.1")
        missing = evmap("convert", f"{url}/b.json", NO_PROXY="127.0.0.1")
        server.shutdown()
    assert json.loads(single.stdout)["items"]
    assert folder.returncode == 0, folder.stderr
    assert (missing.returncode, b"Traceback" in missing.stderr) == (3, False)


def test_the_name_of_an_object_never_leaves_the_output_folder(bucket: Any, tmp_path: Path) -> None:
    for name in ("../../out-of-it.json", "a/../../../out-of-it.json"):
        bucket.pipe(f"dumps/odd/{name}", SAMPLES["ac"].read())
        done = evmap("convert", "s3://dumps/odd/", "-o", tmp_path / "in" / "it" / "out")
        assert done.returncode == 3
        assert b"a name with .. leads out of its folder" in done.stderr
        assert [*tmp_path.rglob("*.json")] == []
        bucket.rm(f"dumps/odd/{name}")


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's credentials, and no service of a cloud that could be asked for some."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("command", ["convert", "revert"])
@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("s3://dumps/a.json", b"Unable to locate credentials"),
        ("s3://\x1b/a.json", b"Invalid bucket name"),
        ("http://[", b"InvalidUrl"),
        ("nowhere://x/y.json", b"nowhere"),
    ],
)
def test_what_can_not_be_reached_is_an_input_that_can_not_be_read(
    command: str, url: str, told: bytes
) -> None:
    done = evmap(command, url)
    assert done.returncode == 3
    assert told in done.stderr
    assert b"\x1b" not in done.stderr


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("output", ["s3://dumps/b.json", "s3://dumps/b/", "http://127.0.0.1:1/b"])
def test_or_an_output_that_can_not_be_written(tmp_path: Path, output: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(SAMPLES["ac"].read())
    done = evmap("convert", path, "-o", output)
    assert done.returncode == 4
    assert b"could not be written" in done.stderr


@pytest.mark.parametrize("option", ["--report", "--plan", "--accept", "--write-accept"])
def test_a_url_where_a_file_is_expected_makes_no_folder_of_its_name(option: str) -> None:
    done = evmap("convert", "-", option, "s3://results/r.json", given=b"{}")
    assert done.returncode == 2
    assert b"URLs are taken for inputs" in done.stderr
    assert not Path("s3:").exists()


def test_a_file_url_is_a_file_there_too(tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    done = evmap("convert", "-", "--report", report.as_uri(), given=SAMPLES["ac"].read())
    assert done.returncode == 0
    assert json.loads(report.read_bytes())["format"] == "evmap-report/1"

"""Files are taken from mirror, cache and network in this order, and never unverified."""

import hashlib
import http.server
import threading
from pathlib import Path

import pooch
import pytest
import requests

from coursekit import datasets
from coursekit.datasets import catalogue, store
from coursekit.datasets.card import File

CONTENT = b"thirty-two grey values"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serve a folder; one name breaks off in the middle of the file."""

    def do_GET(self):
        if self.path.endswith("half.bin"):
            self.send_response(200)
            self.send_header("Content-Length", str(len(CONTENT) + 100))
            self.end_headers()
            self.wfile.write(CONTENT)
        else:
            super().do_GET()

    def log_message(self, *args):
        pass


@pytest.fixture
def served(tmp_path):
    """Serve a folder on this machine; give the folder and its address."""
    folder = tmp_path / "served"
    (folder / "set").mkdir(parents=True)
    (folder / "set" / "a b.bin").write_bytes(CONTENT)
    (folder / "set" / "other.bin").write_bytes(b"something else")

    def handler(*args):
        return Handler(*args, directory=str(folder))

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Use a cache of the test's own, and no mirror."""
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "cache"))
    monkeypatch.delenv(store.MIRROR, raising=False)
    return tmp_path / "cache"


def pinned(url, file="set/a b.bin"):
    return File(file, url, hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))


def files_below(folder):
    return sorted(path.name for path in Path(folder).rglob("*") if path.is_file())


def test_a_download_is_verified_and_kept(served, own_cache, capfd):
    file = pinned(f"{served[1]}/set/a%20b.bin")
    path = store.get(file)
    assert path.read_bytes() == CONTENT
    (served[0] / "set" / "a b.bin").unlink()
    assert store.get(file) == path  # from the cache
    assert files_below(own_cache) == ["a b.bin"]
    assert capfd.readouterr().err == ""  # nbgrader takes stderr for a failure


def test_a_download_with_another_hash_is_refused_and_deleted(served, own_cache):
    wrong = hashlib.sha256(b"something else").hexdigest()
    with pytest.raises(datasets.DataError, match=f"set/other.bin does not give .* got {wrong}"):
        store.get(pinned(f"{served[1]}/set/other.bin"))
    assert files_below(own_cache) == []


def test_a_download_that_breaks_off_leaves_nothing(served, own_cache):
    with pytest.raises(datasets.DataError, match=r"half\.bin"):
        store.get(pinned(f"{served[1]}/half.bin"))
    assert files_below(own_cache) == []


def test_a_missing_file_lists_what_was_tried_and_what_to_do(served, tmp_path, monkeypatch):
    monkeypatch.setenv(store.MIRROR, str(tmp_path / "empty"))
    with pytest.raises(datasets.DataError) as caught:
        store.get(pinned(f"{served[1]}/nowhere.bin"))
    lines = str(caught.value).splitlines()
    assert lines[0] == "set/a b.bin cannot be had. Tried:"
    assert lines[1].startswith("  1. COURSEKIT_DATA_MIRROR: no file ")
    assert lines[2].startswith("  2. cache: no file ")
    assert lines[3].endswith("the server answers 404.")
    assert "coursekit data fetch" in lines[4]


def test_a_mirror_folder_is_read_in_place(served, own_cache, monkeypatch):
    monkeypatch.setenv(store.MIRROR, str(served[0]))
    assert store.get(pinned("https://nowhere.invalid")) == served[0] / "set" / "a b.bin"
    assert not own_cache.exists()


def test_a_mirror_address_is_tried_before_the_source(served, monkeypatch):
    monkeypatch.setenv(store.MIRROR, served[1] + "/")
    assert store.get(pinned("https://nowhere.invalid")).read_bytes() == CONTENT


def test_a_wrong_file_in_the_mirror_is_named_with_both_hashes(served, monkeypatch):
    monkeypatch.setenv(store.MIRROR, str(served[0]))
    file = pinned("https://nowhere.invalid", file="set/other.bin")
    with pytest.raises(datasets.DataError, match=f"expected SHA-256 {file.sha256}, got"):
        store.get(file)


def test_a_corrupted_file_in_the_cache_is_refused(served, own_cache):
    file = pinned(f"{served[1]}/set/a%20b.bin")
    store.get(file).write_bytes(b"rotten")
    assert store.state(file) == "wrong hash"
    with pytest.raises(datasets.DataError, match="Delete it and fetch it again"):
        store.get(file)


def test_a_cache_that_cannot_be_written_is_one_clear_line(served, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "file" / "cache"))
    with pytest.raises(datasets.DataError, match=f"cannot be written to .* Set {store.FOLDER}"):
        store.get(pinned(f"{served[1]}/set/a%20b.bin"))


def test_a_progress_bar_is_shown_on_demand(served, capfd):
    store.get(pinned(f"{served[1]}/set/a%20b.bin"), progress=True)
    assert "100%" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (requests.ConnectionError("a long story"), "no connection"),
        (requests.ReadTimeout(), "no answer in time"),
        (requests.exceptions.ChunkedEncodingError(), "the download broke off"),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
    ids=["offline", "slow", "broken", "full"],
)
def test_the_reason_of_a_failed_download_is_told_in_plain_words(
    error, words, own_cache, monkeypatch
):
    def fail(*args):
        raise error

    monkeypatch.setattr(pooch.HTTPDownloader, "__call__", fail)
    with pytest.raises(datasets.DataError, match=f"https://nowhere.invalid: {words}"):
        store.get(pinned("https://nowhere.invalid"))
    assert files_below(own_cache) == []


def test_the_mirror_may_be_in_the_home_folder(served, monkeypatch):
    monkeypatch.setenv("HOME", str(served[0].parent))
    monkeypatch.setenv(store.MIRROR, "~/served")
    assert store.get(pinned("https://nowhere.invalid")) == served[0] / "set" / "a b.bin"


def test_the_state_of_a_file_is_told(served, own_cache):
    file = pinned(f"{served[1]}/set/a%20b.bin")
    assert store.state(file) == "missing"
    store.get(file)
    assert store.state(file) == "ok"


@pytest.fixture
def no_network(monkeypatch):
    """Let every download fail."""

    def refuse(url, *args):
        raise OSError("no network")

    monkeypatch.setattr(store, "_download", refuse)


@pytest.mark.parametrize(
    ("name", "shape"),
    [("kesm-vessels", (512, 512)), ("oasis-brain", (176, 208)), ("gala-em-test", (50, 100, 200))],
)
def test_a_lesson_without_the_real_image_gets_a_stand_in_and_a_sentence(name, shape, no_network):
    sample = datasets.load_for_lesson(name)
    assert sample.image.shape == sample.truth.shape == shape
    assert sample.note.startswith("STAND-IN")
    assert "numbers in the text belong to the real image" in sample.note


def test_a_lesson_refuses_a_real_image_that_is_not_the_pinned_one(no_network, own_cache):
    file = catalogue.card("kesm-vessels").files[0]
    (own_cache / file.file).parent.mkdir(parents=True)
    (own_cache / file.file).write_bytes(b"rotten")
    with pytest.raises(datasets.DataError, match="is not the file that was pinned"):
        datasets.load_for_lesson("kesm-vessels")


def test_a_lesson_image_without_stand_in_is_refused():
    with pytest.raises(ValueError, match=r"one of kesm-vessels, .*, got 'x'"):
        datasets.load_for_lesson("x")


def test_fetch_and_verify_go_through_all_files_of_an_entry(served, monkeypatch):
    folder = served[0] / "kesm-vessels"
    folder.mkdir()
    assert datasets.verify(["kesm-vessels"]) == [
        ("kesm-vessels/grayscale.png", "missing"),
        ("kesm-vessels/groundtruth.png", "missing"),
    ]
    assert datasets.verify("kesm-vessels") == datasets.verify(["kesm-vessels"])
    asked = []
    monkeypatch.setattr(store, "_download", lambda url, file, target, bar: asked.append(bar))
    datasets.fetch(["kesm-vessels"], progress=True)
    assert asked == [True, True]
    with pytest.raises(ValueError, match="No image is called"):
        datasets.fetch(["kesm"])

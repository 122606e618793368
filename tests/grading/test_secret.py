"""The secret of a course is made once, for its owner only, and not where it could be published."""

import os
import stat

import pytest

from coursekit.grading.secret import course_secret, place_of, secret_of

posix = pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")


def test_a_secret_is_made_on_first_use_and_stays(tmp_path):
    path = tmp_path / "new folder" / "secret.txt"
    secret = secret_of(path)
    assert len(secret) == 64
    assert secret_of(path) == secret
    assert path.read_text() == f"{secret}\n"


def test_two_courses_have_two_secrets(tmp_path):
    assert secret_of(tmp_path / "one") != secret_of(tmp_path / "other")


@posix
def test_only_the_owner_may_read_a_new_secret_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        secret_of(tmp_path / "secret.txt")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "secret.txt").stat().st_mode) == 0o600


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_secret_that_others_may_read_or_write_is_refused(tmp_path, mode):
    path = tmp_path / "secret.txt"
    path.write_text("known")
    path.chmod(mode)
    with pytest.raises(ValueError, match=f"^Only its owner may .* chmod 600 {path}$"):
        secret_of(path)
    path.chmod(0o600)
    assert secret_of(path) == "known"


@pytest.mark.parametrize("inside", ["secret.txt", "deep/down/secret.txt"])
@pytest.mark.parametrize("kind", ["folder", "file"])
def test_no_secret_is_made_in_a_repository(tmp_path, inside, kind):
    git = tmp_path / ".git"
    git.mkdir() if kind == "folder" else git.write_text("gitdir: elsewhere")
    with pytest.raises(ValueError, match=f"outside of the repository {tmp_path},"):
        secret_of(tmp_path / inside)
    assert sorted(tmp_path.iterdir()) == [git]


@pytest.mark.parametrize("linked", ["folder", "file"])
def test_no_secret_is_made_in_a_repository_through_a_link(tmp_path, linked):
    inside = tmp_path / "repository" / "inside"
    inside.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    (tmp_path / "folder").symlink_to(inside)
    (tmp_path / "file").symlink_to(inside / "secret.txt")
    path = tmp_path / "folder" / "secret.txt" if linked == "folder" else tmp_path / "file"
    with pytest.raises(ValueError, match="outside of the repository"):
        secret_of(path)
    assert list(inside.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xff\xfe"])
def test_a_secret_without_text_is_refused(tmp_path, content):
    path = tmp_path / "secret.txt"
    path.touch(mode=0o600)
    path.write_bytes(content)
    with pytest.raises(ValueError, match=f"^--secret must name .*, got {path}\\.$"):
        secret_of(path)


def test_a_folder_is_no_secret(tmp_path):
    tmp_path.chmod(0o700)
    with pytest.raises(ValueError, match="--secret must name a readable file"):
        secret_of(tmp_path)


def test_the_home_folder_may_be_written_short(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert secret_of(type(tmp_path)("~/secret.txt")) == secret_of(tmp_path / "secret.txt")


def test_each_course_folder_has_a_place_of_its_own_outside_of_it(tmp_path):
    one, other = tmp_path / "one" / "course", tmp_path / "other" / "course"
    assert place_of(one) != place_of(other)
    assert place_of(one) == place_of(one / ".." / "course")
    assert not place_of(one).is_relative_to(tmp_path)


def test_the_environment_names_the_secret(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSEKIT_SECRET_FILE", raising=False)
    assert course_secret() is None
    path = tmp_path / "secret.txt"
    monkeypatch.setenv("COURSEKIT_SECRET_FILE", str(path))
    with pytest.raises(ValueError, match="COURSEKIT_SECRET_FILE must name a readable file"):
        course_secret()
    path.write_text("known\n")
    assert course_secret() == "known"

"""Lock files of every kind say which versions they install."""

import pytest

from bgscript.documents import locks
from tests.support.locks import LOCKS


@pytest.mark.parametrize("kind", LOCKS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_all_copies_with_their_lines(kind, ends, tmp_path):
    name, text = LOCKS[kind]
    (tmp_path / name).write_bytes(text.replace("\n", ends).encode())
    found = locks.versions(str(tmp_path / name), "@forge/bridge", nested=True)
    assert {version for version, _ in found} == {"7.2.0", "5.17.0"}
    lines = text.splitlines()
    assert all("@forge/bridge" in lines[line - 1] for _, line in found)


@pytest.mark.parametrize("kind", ["npm-2", "npm-3", "npm-shrinkwrap", "bun"])
def test_the_app_s_own_copy_alone(kind, tmp_path):
    name, text = LOCKS[kind]
    (tmp_path / name).write_text(text)
    assert [version for version, _ in locks.versions(str(tmp_path / name), "@forge/bridge", nested=False)] == ["7.2.0"]


def test_a_version_that_pnpm_gives_with_its_peers(tmp_path):
    file = tmp_path / "pnpm-lock.yaml"
    file.write_text(
        "packages:\n\n  /@forge/bridge/7.2.0_react@18.2.0:\n    a: {}\n\n  /@forge/bridge/7.2.0:\n    a: {}\n"
    )
    assert locks.versions(str(file), "@forge/bridge", nested=True) == [("7.2.0", 3), ("7.2.0", 6)]


@pytest.mark.parametrize("kind", LOCKS)
def test_a_package_whose_name_begins_alike_is_another(kind, tmp_path):
    name, text = LOCKS[kind]
    (tmp_path / name).write_text(text.replace("@forge/bridge", "@forge/bridge-more"))
    assert locks.versions(str(tmp_path / name), "@forge/bridge", nested=True) == []


def test_what_is_no_file_or_too_large_has_no_versions(tmp_path, monkeypatch):
    assert locks.versions(str(tmp_path / "yarn.lock"), "react", nested=True) == []
    name, text = LOCKS["npm-3"]
    (tmp_path / name).write_text(text)
    monkeypatch.setattr(locks, "_MOST_BYTES", 10)
    assert locks.versions(str(tmp_path / name), "@forge/bridge", nested=True) == []

"""Files that a release moved and changed too much for git to see it: an owner's edits go with them."""

import pytest
import yaml

from bgscript.template.renames import later, read
from tests.support.paths import TEMPLATES
from tests.support.sandbox import TEXT, Sandbox, git

OLD = TEXT
NEW = "\n".join(f"new {number}" for number in range(40)) + "\n" + TEXT.replace("line 2\n", "template's\n")
MOVED = {"renames.yml": "'1.1.0': { old/a.txt: new/b.txt }\n"}


def box(tmp_path, facts, later=NEW, where="project"):
    made = Sandbox(tmp_path, where)
    made.release("v1.0.0", {"old/a.txt": OLD, "c.txt": "c\n"})
    made.release("v1.1.0", {"new/b.txt": later, "c.txt": "c\n"}, facts=facts)
    made.make({"old/a.txt": OLD, "c.txt": "c\n"})
    return made


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize("where", ["project", "."])
def test_an_edit_is_merged_where_the_file_is_now(where, tmp_path):
    made = box(tmp_path, MOVED, where=where)
    made.edit({"old/a.txt": OLD.replace("line 10\n", "mine\n")})
    done = made.bgscript()
    assert done.code == 0, done.out
    assert (made.project / "new" / "b.txt").read_text() == NEW.replace("line 10\n", "mine\n")
    assert not (made.project / "old").exists()


@pytest.mark.usefixtures("git")
def test_a_conflict_is_at_the_new_path_and_names_the_old_one(tmp_path):
    made = box(tmp_path, MOVED)
    made.edit({"old/a.txt": OLD.replace("line 2\n", "mine\n")})
    done = made.bgscript()
    assert done.code == 4
    assert "CONFLICT (content): Merge conflict in project/new/b.txt (it was old/a.txt)" in done.out
    assert "<<<<<<< yours\nmine\n=======\ntemplate's\n" in (made.project / "new" / "b.txt").read_text()


@pytest.mark.usefixtures("git")
def test_without_the_table_it_conflicts_as_deleted(tmp_path):
    made = box(tmp_path, {})
    made.edit({"old/a.txt": OLD.replace("line 2\n", "mine\n")})
    assert "CONFLICT (modify/delete): project/old/a.txt" in made.bgscript().out


@pytest.mark.usefixtures("git")
def test_what_the_owner_deleted_or_has_at_the_new_path_is_left_alone(tmp_path):
    made = box(tmp_path, MOVED)
    made.edit({"old/a.txt": None, "mine.txt": "mine\n"})
    assert made.bgscript().code == 0
    assert (made.project / "new" / "b.txt").read_text() == NEW
    other = tmp_path / "other"
    other.mkdir()
    made = box(other, MOVED)
    made.edit({"new/b.txt": "mine\n"})
    assert made.bgscript().code == 4
    assert "mine\n" in (made.project / "new" / "b.txt").read_text()


@pytest.mark.usefixtures("git")
def test_a_file_that_nobody_edited_moves_without_a_word(tmp_path):
    made = box(tmp_path, MOVED)
    done = made.bgscript()
    assert (done.code, "CONFLICT" in done.out) == (0, False)
    assert (made.project / "new" / "b.txt").read_text() == NEW
    assert git("ls-files", cwd=made.project).splitlines() == [".copier-answers.yml", "c.txt", "new/b.txt"]


def test_a_move_may_take_several_releases(tmp_path):
    (tmp_path / "renames.yml").write_text("'1': { a: b, x: y, d/a: e/b }\n'2': { b: c, e/: f/, x: z }\n")
    steps = read(tmp_path)
    assert {name: later(name, steps) for name in ("a", "x", "b", "d/a", "e/g/h", "c")} == {
        "a": ["b", "c"],
        "x": ["y", "z"],  # two files of this name, in different projects
        "b": ["c"],
        "d/a": ["e/b", "f/b"],
        "e/g/h": ["f/g/h"],
        "c": [],
    }
    assert read(tmp_path / "nothing") == {}


@pytest.mark.usefixtures("git")
def test_the_files_of_a_folder_move_and_an_owner_s_file_in_it_stays(tmp_path):
    made = Sandbox(tmp_path)
    made.release("v1.0.0", {"old/a.txt": OLD, "old/deep/b.txt": OLD, "c.txt": "c\n"})
    made.release(
        "v1.1.0", {"new/a.txt": NEW, "new/deep/b.txt": OLD}, facts={"renames.yml": "'1.1.0': { old/: new/ }\n"}
    )
    made.make({"old/a.txt": OLD, "old/deep/b.txt": OLD, "c.txt": "c\n"})
    made.edit({"old/a.txt": OLD.replace("line 10\n", "mine\n"), "old/mine.txt": "mine\n"})
    assert made.bgscript().code == 0
    assert git("ls-files", cwd=made.project).splitlines() == [
        ".copier-answers.yml",
        "new/a.txt",
        "new/deep/b.txt",
        "old/mine.txt",
    ]
    assert (made.project / "new" / "a.txt").read_text() == NEW.replace("line 10\n", "mine\n")


@pytest.mark.usefixtures("git")
def test_a_file_that_moves_and_that_the_owner_has_deleted_comes_back_without_a_conflict(tmp_path):
    made = box(tmp_path, MOVED, later=OLD.replace("line 2\n", "template's\n"))
    made.edit({"old/a.txt": None})
    assert made.bgscript().code == 0
    assert git("ls-files", cwd=made.project).splitlines() == [".copier-answers.yml", "c.txt", "new/b.txt"]


def test_the_template_s_own_table_names_relative_paths_and_each_once_for_a_release():
    releases = yaml.safe_load((TEMPLATES / "renames.yml").read_text())
    for moved in releases.values():
        assert not [path for pair in moved.items() for path in pair if path.startswith("/")]
        assert all(old.endswith("/") == new.endswith("/") for old, new in moved.items())

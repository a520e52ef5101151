"""Files that a release moved and changed too much for git to see it: an owner's edits go with them."""

import pytest
import yaml

from bgscript.template.renames import read
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
    (tmp_path / "renames.yml").write_text("'1': { a: b, x: y }\n'2': { b: c }\n")
    assert read(tmp_path) == {"a": ["b", "c"], "x": ["y"], "b": ["c"]}
    assert read(tmp_path / "nothing") == {}


def test_the_template_s_own_table_names_relative_paths_once():
    releases = yaml.safe_load((TEMPLATES / "renames.yml").read_text())
    former = [old for moved in releases.values() for old in moved]
    assert len(former) == len({*former})
    assert not [path for moved in releases.values() for pair in moved.items() for path in pair if path.startswith("/")]

"""From which commit a change starts, and what does not depend on the user's environment."""

import shutil

import pytest

from tests.support.sandbox import ANSWERS, CLASH, MINE, TEXT, THEIRS, Sandbox, commit, git, undo_of

pytestmark = pytest.mark.usefixtures("git")


@pytest.fixture
def recorded(tmp_path):
    """A project of v1.0.0 that records the commit, with an edit, and a newer release."""
    box = Sandbox(tmp_path)
    box.release("v1.0.0", {"a.txt": TEXT})
    first = git("rev-parse", "HEAD", cwd=box.template)
    box.release("v1.1.0", {"a.txt": THEIRS})
    box.make({"a.txt": TEXT})
    answers = box.project / ANSWERS
    answers.write_text(answers.read_text() + f"_commit_id: {first}\n")
    commit(box.project, "commit id")
    return box


def move_tag(box):
    """Give v1.0.0 to another commit, in which the same line is different."""
    git("checkout", "--quiet", "--detach", "v1.0.0", cwd=box.template)
    (box.template / "project" / "a.txt").write_text(CLASH)
    commit(box.template, "moved")
    git("tag", "--force", "v1.0.0", cwd=box.template)
    git("checkout", "--quiet", "-", cwd=box.template)


def test_a_tag_that_moved_away_is_told_and_the_recorded_commit_is_the_base(recorded):
    move_tag(recorded)
    done = recorded.bgscript()
    assert (done.code, "CONFLICT" in done.out) == (0, False), (done.out, done.err)
    assert (recorded.project / "a.txt").read_text() == THEIRS
    assert "has moved its tag v1.0.0 since this project was derived from it; the recorded commit" in done.err


def test_so_is_a_tag_that_was_removed(recorded):
    git("tag", "--delete", "v1.0.0", cwd=recorded.template)
    done = recorded.bgscript()
    assert done.code == 0, done.err
    assert (recorded.project / "a.txt").read_text() == THEIRS
    assert "has removed its tag v1.0.0" in done.err


def test_without_a_recorded_commit_the_tag_is_the_base(recorded):
    """Plain copier and Renovate drop ``_commit_id``."""
    answers = recorded.project / ANSWERS
    answers.write_text("".join(line for line in answers.read_text().splitlines(True) if "_commit_id" not in line))
    commit(recorded.project, "without")
    done = recorded.bgscript()
    assert (done.code, done.err) == (0, "")
    assert (recorded.project / "a.txt").read_text() == THEIRS


@pytest.mark.parametrize("value", ["main", "0000000000000000000000000000000000000000", "-x", "zz"])
def test_a_recorded_commit_that_is_none_is_the_tag_s(value, recorded):
    answers = recorded.project / ANSWERS
    lines = [line for line in answers.read_text().splitlines(True) if "_commit_id" not in line]
    answers.write_text("".join(lines) + f"_commit_id: '{value}'\n")
    commit(recorded.project, "other")
    done = recorded.bgscript()
    assert done.code == 0, done.err
    assert "no longer has that commit: look closely at the diff" in done.err


@pytest.mark.parametrize(
    "variable", ["GIT_ICASE_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_LITERAL_PATHSPECS"]
)
def test_pathspecs_of_the_user_s_change_nothing(variable, recorded):
    recorded.edit({"a.txt": MINE})
    done = recorded.bgscript(env={variable: "1"})
    assert done.code == 0, done.err


def test_protocols_that_the_user_forbids_are_named(recorded):
    done = recorded.bgscript(env={"GIT_ALLOW_PROTOCOL": "https"})
    assert done.code == 3
    assert "transport 'file' not allowed" in done.err
    assert "hint: GIT_ALLOW_PROTOCOL=https allows no others" in done.err


def test_protocols_do_not_keep_bgscript_from_its_own_releases(bgscript):
    assert bgscript("new", "app", "--yes").code == 0
    done = bgscript("update", "app", "--set=license=MIT", env={"GIT_ALLOW_PROTOCOL": "https"})
    assert done.code == 0, done.err


def test_a_template_that_is_gone_is_said_to_be(recorded):
    shutil.rmtree(recorded.template)
    done = recorded.bgscript()
    assert done.code == 3
    assert f"error: the template at {recorded.template} does not exist\n" in done.err


@pytest.mark.parametrize(
    "name", ["@", "HEAD", "FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD", "AUTO_MERGE", "refs/heads/x", "-x"]
)
def test_names_that_git_reads_as_something_else_are_no_branches(name, recorded):
    done = recorded.bgscript(f"--branch={name}")
    assert (done.code, f"--branch '{name}' is not a valid branch name" in done.err) == (2, True)
    assert git("for-each-ref", "--format=%(refname)", cwd=recorded.repository).count("\n") == 0


def signing(tmp_path, code):
    """A program in the place of gpg; returns git's settings for it."""
    program = tmp_path / "sign"
    program.write_text(
        "#!/bin/sh\n"
        f"[ {code} = 0 ] || {{ echo 'no secret key' >&2; exit {code}; }}\n"
        "cat > /dev/null\n"
        "printf '\\n[GNUPG:] SIG_CREATED \\n' >&2\n"
        "printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n'\n"
    )
    program.chmod(0o755)
    return {
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": "commit.gpgSign",
        "GIT_CONFIG_VALUE_0": "true",
        "GIT_CONFIG_KEY_1": "gpg.program",
        "GIT_CONFIG_VALUE_1": str(program),
    }


def test_a_commit_on_a_branch_is_signed_where_the_user_signs(recorded, tmp_path):
    done = recorded.bgscript("--branch=update", env=signing(tmp_path, 0))
    assert done.code == 0, done.err
    assert "BEGIN PGP SIGNATURE" in git("cat-file", "commit", "update", cwd=recorded.repository)
    git(*undo_of(done.out).split()[1:], cwd=recorded.root)
    assert recorded.bgscript("--branch=update").code == 0
    assert "SIGNATURE" not in git("cat-file", "commit", "update", cwd=recorded.repository)


def test_a_signature_that_fails_is_an_error_and_no_branch(recorded, tmp_path):
    done = recorded.bgscript("--branch=update", env=signing(tmp_path, 2))
    assert done.code == 1
    assert "the commit could not be signed, as commit.gpgSign asks for" in done.err
    assert git("branch", "--list", "update", cwd=recorded.repository) == ""

"""A view that gets no client: somebody says so, and the report says which one and why."""

import json

import pytest

from bgscript.adopting.chosen import Chosen
from tests.support import terminal as on_a_terminal
from tests.support.adopting import copy, found, manifest, refusals, repository

pytestmark = pytest.mark.usefixtures("git")

OLD = """\
  jira:issueGlance:
    - key: old-glance
      title: Old
      function: resolver
  function:
"""
"""UI Kit 1, beside a view that can have a client."""

STATIC = """\
  jira:issueContext:
    - key: page
      title: Page
      resource: plain
      resolver:
        function: other
  function:
    - key: other
      handler: index.other
"""


def with_old(folder):
    return repository("cra", folder, changes={"manifest.yml": manifest("cra", ("  function:\n", OLD))})


def with_plain(folder, place="static/plain"):
    resources = f"resources:\n  - key: plain\n    path: {place}\n"
    text = manifest("cra", ("  function:\n", STATIC), ("resources:\n", resources))
    files = {"manifest.yml": text, "src/index.js": "export const handler = () => 1;\nexport const other = handler;\n"}
    page = {f"{place}/index.html": "<p>Plain</p>"} if place == "static/plain" else {}
    return repository("cra", folder, changes={**files, **page})


def test_the_refusal_says_how_to_leave_a_view_out(tmp_path):
    [problem] = refusals(with_old(tmp_path / "app"))
    assert problem.startswith("jira:issueGlance old-glance (manifest.yml:")
    assert problem.endswith("; or leave this view out: --view-source old-glance=")


def test_nothing_can_be_left_out_where_there_is_one_view(tmp_path):
    old = manifest("cra", ("      resource: main\n", "      function: resolver\n"))
    [problem] = refusals(copy("cra", tmp_path / "app", {"manifest.yml": old}))
    assert "UI Kit 1" in problem
    assert "--view-source" not in problem


def test_the_others_get_their_client(bgscript, tmp_path):
    app = with_old(tmp_path / "app")
    done = bgscript("adopt", "app", "--view-source=old-glance=", "-y")
    assert (done.code, done.err) == (0, "")
    _, _, rest = done.out.partition("Left out, without a client:\n")
    said, _, _ = rest.partition("\n\n")
    assert " ".join(said.split()) == (
        "- jira:issueGlance old-glance (manifest.yml:12) is UI Kit 1, which no longer works"
    )
    assert "--view-source=old-glance= " in done.out
    assert (app / "static" / "notes" / "src" / "background" / "client.js").is_file()


def test_for_programs(bgscript, tmp_path):
    with_plain(tmp_path / "app")
    done = bgscript("adopt", "app", "--view-source", "page=", "--json")
    assert done.code == 0, done.err
    report = json.loads(done.out)
    assert [each["view"] for each in report["connect"]] == ["notes-panel"]
    [left] = report["left_out"]
    assert (left["view"], left["type"]) == ("page", "jira:issueContext")
    assert left["reason"].startswith("jira:issueContext page (manifest.yml:")
    assert "has no bundler" in left["reason"]


def test_a_view_that_could_have_one(tmp_path):
    app = found(repository("root-vite", tmp_path / "app"), Chosen(sources={"team-context": ""}))
    assert [each.view.key for each in app.views] == ["team-panel"]
    assert [(each.key, each.reason) for each in app.left_out] == [("team-context", "")]
    assert app.answers["owner_views"] == ["."]


def test_its_resolver_is_not_the_script_s(tmp_path):
    app = with_plain(tmp_path / "app")
    assert found(app, Chosen(sources={"page": ""})).answers["owner_calls"] == {"jira-issue": "function:resolver"}
    assert found(app, Chosen(sources={"notes-panel": "", "page": "static/notes"})).answers["owner_calls"] == {
        "jira-issue": "function:other"
    }


def test_a_resource_stands_for_its_views(tmp_path):
    [problem] = refusals(copy("root-vite", tmp_path / "app"), Chosen(sources={"main": ""}))
    assert problem == (
        "jira-issue: all of its views are left out, so its script would load for none;"
        " keep one, or choose other host pages with --target and --also"
    )


def test_a_key_that_no_view_has(tmp_path):
    [problem] = refusals(copy("root-vite", tmp_path / "app"), Chosen(sources={"team-contex": ""}))
    assert problem.startswith(
        "--view-source team-contex: none of the views has this key (did you mean 'team-context'?)"
    )


def test_without_a_terminal_the_question_names_the_way(tmp_path):
    problem, resolvers = refusals(with_plain(tmp_path / "app", "built/page"), Chosen())
    assert "several resolvers" in resolvers
    assert problem.endswith("; there is no terminal to ask on; --view-source page=static/notes answers it,"
                            " --view-source page= leaves the view out")  # fmt: skip


@pytest.mark.usefixtures("terminal")
def test_an_empty_answer_leaves_a_view_out(tmp_path):
    app = with_plain(tmp_path / "app", "built/page")
    screen = on_a_terminal.bgscript(tmp_path, "adopt", "app", columns=120, rows=60)
    clear = "\x15"
    screen.answers("Empty leaves it out.", clear, on_a_terminal.ENTER)
    assert screen.ends() == 0, screen.everything()
    assert "--view-source=page=" in screen.everything().replace("\n", "")
    assert (app / "background").is_dir()

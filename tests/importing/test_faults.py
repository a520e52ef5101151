"""``new --from`` lists the faults of the app's code, which move with it."""

import json

from tests.support.apps import APP_ID, source

MANIFEST = f"""app: {{ id: {APP_ID}, runtime: {{ name: nodejs20.x }} }}
modules:
  jira:issueViewBackgroundScript: [{{ key: b, resource: script, resolver: {{ function: r }} }}]
  jira:issuePanel: [{{ key: v, title: T, icon: i, resource: view }}]
  function: [{{ key: r, handler: index.run }}]
resources: [{{ key: script, path: static/script }}, {{ key: view, path: static/view }}]
permissions: {{ scopes: [read:jira-work] }}
"""
CODE = """import api, { route, storage } from '@forge/api';
export const run = () => api.asUser().requestJira(route`/rest/api/3/search?jql=x`);
export const me = () => api.asUser().requestJira(route`/rest/api/3/myself`);
"""


def test_faults_of_the_code_are_listed_and_those_of_the_document_are_not(tmp_path, bgscript):
    source(tmp_path / "old", "manifest.yml", MANIFEST)
    (tmp_path / "old" / "src").mkdir()
    (tmp_path / "old" / "src" / "index.js").write_text(CODE)
    done = bgscript("new", "made", "--yes", "--no-git", "--json", "--from=old")
    assert done.code == 0, done.err
    found = {each["code"]: (each["file"], each["line"]) for each in json.loads(done.out)["findings"]}
    assert found["BG411"] == ("src/index.js", 2)
    assert found["BG406"][0] == "src/index.js"
    assert found["BG412"] == ("src/index.js", 1)
    assert "BG216" not in found  # the project has a runtime of its own
    text = bgscript("new", "other", "--yes", "--no-git", "--from=old").out.splitlines()
    start = text.index(
        f"`bgscript check` finds {len(json.loads(done.out)['findings'])} faults in the code that you move:"
    )
    assert "    src/index.js:2: warning BG411" in text[start:]
    assert text[-1] == "`bgscript check old` says what to do about each."
    assert all(len(line) <= 80 for line in text[start:])


def test_code_without_faults_is_not_mentioned(tmp_path, bgscript):
    source(tmp_path / "old", "manifest.yml", MANIFEST)
    (tmp_path / "old" / "src").mkdir()
    (tmp_path / "old" / "src" / "index.js").write_text("export const run = () => 1;\n")
    done = bgscript("new", "made", "--yes", "--no-git", "--from=old")
    assert (done.code, "bgscript check" in done.out.partition("Not carried")[2]) == (0, False)
    assert json.loads(bgscript("new", "two", "--yes", "--no-git", "--json", "--from=old").out)["findings"] == []

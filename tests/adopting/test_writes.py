"""Which calls load data, and which change something."""

import pytest

from bgscript.adopting.writes import says_so, sends
from tests.support.adopting import found, repository

pytestmark = pytest.mark.usefixtures("git")

VIEW = """\
import React, { useEffect, useState } from 'react';
import { invoke, requestJira } from '@forge/bridge';

export default function App({ id }) {
  const [notes, setNotes] = useState([]);
  useEffect(() => {
    CALL
  }, []);
  return <p>{notes.length}</p>;
}
"""


def writes(call: str, tmp_path) -> list[bool]:
    """Whether the calls in a view change something, as adopt says."""
    app = repository("cra", tmp_path / "app", changes={"static/notes/src/App.js": VIEW.replace("CALL", call)})
    return [each.writes for each in found(app).views[0].calls]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("invoke('getNotes').then(setNotes);", [False]),
        ("invoke('getNotes').then((notes) => setNotes(notes)).catch(console.error);", [False]),
        ("invoke('getNotes').catch(console.error).then(setNotes);", [False]),
        ("const go = async () => setNotes(await invoke('getNotes')); go();", [False]),
        ("const go = async () => { const { notes } = await invoke('getNotes'); setNotes(notes); }; go();", [False]),
        ("return invoke('getNotes');", [False]),
        ("invoke('seen');", [True]),
        ("void invoke('seen').catch(console.error);", [True]),
        ("invoke('seen').then(() => setNotes([]));", [True]),
        ("invoke('seen').finally(() => setNotes([]));", [True]),
        ("(async () => { await invoke('seen'); })();", [True]),
        ("invoke('deleteNote', { id }).then(setNotes);", [True]),
        ("invoke('notes'); invoke('notes').then(setNotes);", [False]),
        ("requestJira('/rest/api/3/myself').then(setNotes);", [False]),
        ("requestJira('/rest/api/3/issue/A-1', { method: 'PUT' }).then(setNotes);", [True]),
        ("requestJira('/rest/api/3/search/jql', { method: 'POST' }).then(setNotes);", [False]),
    ],
)
def test_by_the_name_or_by_what_becomes_of_the_result(call, expected, tmp_path):
    assert writes(call, tmp_path) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *(("unlinkIssue", True), ("save_note", True), ("note.delete", True), ("set-state", True), ("ADD_NOTE", True)),
        *(("settings", False), ("getUpdates", False), ("posts", False), ("links", False), ("", False), ("42", False)),
    ],
)
def test_the_verb_that_a_name_begins_with(name, expected):
    assert says_so(name) is expected


def test_a_question_may_be_posted():
    assert sends("POST", "/rest/api/3/issue")
    assert sends("DELETE", "/rest/api/3/search/jql")
    assert not sends("POST", "/rest/api/3/search/jql")
    assert not sends("GET", "/rest/api/3/issue")
    assert not sends("", "/rest/api/3/issue")


def test_what_stays_in_the_view_is_in_no_warning(tmp_path):
    call = "invoke('deleteNote', { id }); invoke('getNote', { id }).then(setNotes);"
    app = repository("cra", tmp_path / "app", changes={"static/notes/src/App.js": VIEW.replace("CALL", call)})
    [warning] = [each for each in found(app).warnings if "what a view knows" in each]
    assert "getNote" in warning
    assert "deleteNote" not in warning

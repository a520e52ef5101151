"""What bgscript promises, the test that holds each promise, and a mistake in the code that this test finds.

CONTRIBUTING.md has the same list for readers; tests/repository/test_promises.py compares the two. tools/mutants.py
makes each mistake, and runs its test.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """One promise. ``old`` is in ``file`` once; with ``new`` in its place, ``test`` must fail."""

    text: str
    file: str
    old: str
    new: str
    test: str
    starts_node: bool = False


GENERATOR, PROJECT = "generator/bgscript", "templates/project"
CHECKS = "tests/projects/test_checks.py::test_a_new_project_passes_its_own_checks"

PROMISES = [
    Promise(
        "All wrong answers are reported together, before anything is written.",
        f"{GENERATOR}/template/questions.py",
        "for answer in evaluated if answer.problem]:",
        "for answer in evaluated if answer.problem][:1]:",
        "tests/template/test_questions.py::test_all_wrong_answers_are_reported_together",
    ),
    Promise(
        "A folder that is in use is left alone.",
        f"{GENERATOR}/new/create.py",
        'if taken and ".git" not in taken:',
        "if False:",
        "tests/new/test_create.py::test_a_folder_in_use_is_left_alone",
    ),
    Promise(
        "A folder becomes a whole project, or stays as it was.",
        f"{GENERATOR}/new/create.py",
        "leftovers.take_back(destination, moved)",
        "pass",
        "tests/new/test_create.py::test_a_file_that_appears_while_the_entries_are_moved_is_left_alone",
    ),
    Promise(
        "Stopped by a signal, a command has done nothing.",
        f"{GENERATOR}/new/create.py",
        "        session.signals.check()\n        try:\n",
        "        try:\n",
        "tests/new/test_create.py::test_an_interrupt_that_a_library_swallowed_is_noticed_before_placing",
    ),
    Promise(
        "Files have the permissions that the user's umask gives.",
        f"{GENERATOR}/new/create.py",
        "        _apply_umask(stage)\n",
        "",
        "tests/new/test_create.py::test_the_user_s_umask_holds",
    ),
    Promise(
        "The command that recreates a project is printed, and makes the same project.",
        f"{GENERATOR}/template/question.py",
        "value = text",
        'value = text.partition(",")[0]',
        "tests/cli/commands/test_new.py::test_the_replay_command_makes_the_same_project",
    ),
    Promise(
        "No program of a template runs, and no git runs what it writes.",
        f"{GENERATOR}/template/rendering.py",
        "    _refuse_git_folders(template, folder)\n",
        "",
        "tests/template/test_rendering.py::test_a_template_cannot_write_into_git_s_folder",
    ),
    Promise(
        "A template reads nothing outside itself.",
        f"{GENERATOR}/template/form.py",
        "if not file.resolve().is_relative_to(root.resolve()):",
        "if False:",
        "tests/template/test_rendering.py::test_the_questions_follow_no_link_out_of_a_template_folder_either",
    ),
    Promise(
        "Credentials in an address are neither recorded nor shown.",
        f"{GENERATOR}/template/releases.py",
        r"""(?:https?|ftps?)://)[^/\s'\"]*@", r"\1", text)""",
        r"""(?:https?|ftps?)://)[^/\s'\"]*@", r"\g<0>", text)""",
        "tests/template/test_templates.py::test_credentials_are_not_recorded",
    ),
    Promise(
        "Choosing a target that ends prints a warning.",
        f"{GENERATOR}/template/lifecycle.py",
        "if target.name in homes and target.until:",
        "if False:",
        "tests/template/test_lifecycle.py::test_choosing_what_ends_warns",
    ),
    Promise(
        "Free text is right in every file that it reaches.",
        "templates/partials/quote.jinja",
        """'{{ text | replace("'", "''") }}'""",
        """'{{ text }}'""",
        "tests/projects/test_texts.py::test_right_in_every_file",
    ),
    Promise(
        "Every value of an existing app is carried over, or listed with a reason.",
        f"{GENERATOR}/importing/left.py",
        "                self.reasons.setdefault(fact.place.steps, reason)\n",
        "                self.carried.add(fact.place.steps)\n",
        "tests/importing/test_app.py::test_every_value_of_the_file_is_carried_or_listed",
    ),
    Promise(
        "A document that is nested without end is one sentence, whichever parser reads it.",
        f"{GENERATOR}/documents/document.py",
        "if _deepest(text) > MOST_LEVELS:",
        "if False:",
        "tests/importing/test_reading.py::test_a_file_that_is_none_is_one_sentence",
    ),
    Promise(
        "Adopting an app adds lines to its manifest, and changes nothing else of its owner's.",
        f"{GENERATOR}/change/adopt.py",
        "write_bytes(base_of((new / MANIFEST).read_bytes()))",
        'write_bytes(b"")',
        "tests/adopting/test_guarantee.py::test_nothing_of_the_owner_changes",
    ),
    Promise(
        "An update of a part moves no file of its owner's.",
        f"{GENERATOR}/change/steps.py",
        "takes_along=not is_part)",
        "takes_along=True)",
        "tests/projects/test_parts.py::test_another_view_gets_the_client_by_an_update",
    ),
    Promise(
        "A value that both sides changed is a conflict, never a choice.",
        f"{GENERATOR}/merging/key_merge.py",
        "    if mine is None or others is None:\n        raise Conflict\n",
        "    if mine is None or others is None:\n        return ours\n",
        "tests/merging/test_json_merge.py::test_the_same_key_changed_on_both_sides_is_a_conflict",
    ),
    Promise(
        "A merge of manifests loses no comment of the owner's.",
        f"{GENERATOR}/merging/manifest_merge.py",
        "if Counter(ours.comments) - Counter(base.comments if base else []):",
        "if False:",
        "tests/merging/test_manifest_merge.py::test_is_left_to_git_s_lines",
    ),
    Promise(
        "A change of a project happens whole, or not at all.",
        f"{GENERATOR}/change/journal.py",
        "self._try(self._restore, entry, result.not_restored, result.edited)",
        "pass",
        "tests/change/test_recovery.py::test_every_form_of_a_command_settles_first_and_says_so",
    ),
    Promise(
        "The lock of another git is respected.",
        f"{GENERATOR}/change/index_lock.py",
        "        if _owner(index) != shelter.name:\n            raise busy",
        "        if False:\n            raise busy",
        "tests/change/test_worktree.py::test_a_lock_that_appears_during_the_update_stays_and_so_does_the_index",
    ),
    Promise(
        "Adding views in any order makes the same project.",
        f"{GENERATOR}/change/views.py",
        "before = next((other for other in views if other > key), None)",
        "before = None",
        "tests/change/test_views.py::test_additions_commute_and_are_undone_whatever_the_order_of_the_answers_is",
    ),
    Promise(
        "A finding is at its line and column.",
        f"{GENERATOR}/check/findings.py",
        "        self.column = place.column\n        self.message",
        "        self.column = place.column + 1\n        self.message",
        "tests/cli/reports/test_check.py::test_places_are_those_of_the_text",
    ),
    Promise(
        "Text, JSON and SARIF say the same of each finding.",
        f"{GENERATOR}/cli/reports/sarif.py",
        '"startColumn": finding.column}',
        '"startColumn": finding.column + 1}',
        "tests/cli/reports/test_check.py::test_every_format_says_the_same_of_each_finding",
    ),
    Promise(
        "What only our own layout says is silent in a project of somebody else.",
        f"{GENERATOR}/check/engine.py",
        "            answers = None  # another template's",
        "            pass  # another template's",
        "tests/check/test_project.py::test_what_only_our_layout_tells_is_silent_in_a_project_of_somebody_else",
    ),
    Promise(
        "A finding is ignored only with a reason.",
        f"{GENERATOR}/check/ignores.py",
        "if not reason.strip():",
        "if False:",
        "tests/check/test_ignores.py::test_a_comment_silences_a_finding_if_it_has_a_reason",
    ),
    Promise(
        "A view never shows the data of another page (`about`).",
        f"{PROJECT}/bgscript/runtime/view.ts",
        "if (page && announcement.about !== keyOf(page)) greet",
        "if (page && announcement.about === 'another page') greet",
        "tests/projects/test_simulator.py::test_no_schedule_violates_a_property",
        starts_node=True,
    ),
    Promise(
        "A view whose request was lost asks again.",
        f"{PROJECT}/bgscript/runtime/view.ts",
        "if (attempt < RETRY_MS.length) ask({ page }, attempt);",
        "if (attempt < 0) ask({ page }, attempt);",
        f"{CHECKS}[home-dashboard]",
        starts_node=True,
    ),
    Promise(
        "An app that exists gets the handshake that is tested, in plain JavaScript.",
        "templates/part/{%yield each from client_folders%}{{each}}{%endyield%}/client.js",
        "const SILENCE_MS = 1e4;",
        "const SILENCE_MS = 4e4;",
        "tests/projects/test_client.py::test_it_passes_the_tests_of_the_handshake[jira-issue]",
        starts_node=True,
    ),
    Promise(
        "A token opens the one address that it was made for (`qsh`).",
        f"{PROJECT}/{{{{ connect }}}}/bgscript/server/auth.ts",
        "if (claims.qsh !== hash) throw",
        "if (claims.qsh === undefined) throw",
        f"{CHECKS}[connect]",
        starts_node=True,
    ),
    Promise(
        "A restart of a server loses no request.",
        f"{PROJECT}/{{{{ server }}}}/bgscript/server/stop.ts",
        "if (connections.isStopping) announceClose(connection);",
        "",
        f"{CHECKS}[connect]",
        starts_node=True,
    ),
]

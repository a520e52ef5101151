"""Sentences in lines."""

import pytest

from bgscript.cli.wrapping import broken, fill


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("one two three", ["- one two", "  three"]),
        ("exactly 9", ["- exactly", "  9"]),
        ("a-word-that-is-too-long for it", ["- a-word-that-is-too-long", "  for it"]),
        ("call `npm i` now", ["- call", "  `npm i`", "  now"]),
        ("(`a b`, or `a b c`)", ["- (`a b`,", "  or `a b", "  c`)"]),
        ("call `npm install` now", ["- call", "  `npm", "  install`", "  now"]),
        ("one ` two", ["- one `", "  two"]),
        ("  two   spaces ", ["- two", "  spaces"]),
    ],
)
def test_words_and_commands_stay_whole(text, lines):
    assert fill(text, 9, "- ", "  ") == lines


def test_only_lines_that_are_too_long_are_broken(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    lines = ["error: git said:", "  fatal:  two  spaces", "    and one that is too long"]
    assert broken([lines[0], "  two  spaces"], "...") == [lines[0], "  two  spaces"]
    assert broken(lines, "..") == ["error: git said:", "  fatal: two spaces", "    and one that is", "    ..too long"]

"""JSON files merged by their keys: what goes in and what comes out."""

import json

import pytest

from bgscript.merging.json_merge import merge
from bgscript.merging.key_merge import Conflict

BASE = {"a": 1, "b": {"c": 1, "d": 2}}


def text(value, indent=2, end="\n"):
    return (json.dumps(value, indent=indent, ensure_ascii=False) + "\n").replace("\n", end).encode()


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        (BASE, BASE, BASE),
        (
            {"a": 1, "b": {"c": 1, "d": 2, "mine": 1}},
            {**BASE, "new": 1},
            {"a": 1, "b": {"c": 1, "d": 2, "mine": 1}, "new": 1},
        ),
        ({"b": {"c": 1, "d": 2}}, {"a": 1, "b": {"c": 9, "d": 2}}, {"b": {"c": 9, "d": 2}}),
        ({"a": 1, "b": {"c": 1}}, {"a": 1, "b": {"c": 1, "d": 2, "e": 3}}, {"a": 1, "b": {"c": 1, "e": 3}}),
        ({"a": 2, "b": BASE["b"]}, {"a": 2, "b": BASE["b"]}, {"a": 2, "b": BASE["b"]}),
        ({**BASE, "x": {"y": 1}}, {**BASE, "x": {"z": 2}}, {**BASE, "x": {"z": 2, "y": 1}}),
        ({**BASE, "a": True}, BASE, {**BASE, "a": True}),
    ],
)
def test_what_both_sides_did_is_in_the_result(ours, theirs, merged):
    assert json.loads(merge(text(BASE), text(ours), text(theirs))) == merged


def test_true_is_not_one():
    """For Python they are equal; a change from one to the other must not get lost."""
    result = merge(text({"a": 1, "b": 0}), text({"a": True, "b": 0}), text({"a": 1, "b": False}))
    assert result == text({"a": True, "b": False})
    with pytest.raises(Conflict):
        merge(text({"a": 2}), text({"a": True}), text({"a": 1}))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"a": 2}, {"a": 3}),
        ({"a": {"b": 1}}, {"a": {"b": 2}}),
        ({}, {"a": 2}),
        ({"a": [1]}, {"a": [2]}),
    ],
)
def test_the_same_key_changed_on_both_sides_is_a_conflict(ours, theirs):
    with pytest.raises(Conflict):
        merge(text({"a": 1}), text(ours), text(theirs))


@pytest.mark.parametrize("broken", [b'{"a": 1, "a": 2}\n', b'{"a": {"b": 1, "b": 2}}\n', b"{", b"\xff"])
@pytest.mark.parametrize("side", [0, 1, 2])
def test_equal_keys_and_what_is_no_json_are_a_conflict(broken, side):
    sides = [text({"a": 1}), text({"a": 1, "b": 1}), text({"a": 1, "c": 1})]
    sides[side] = broken
    with pytest.raises(Conflict):
        merge(*sides)


@pytest.mark.parametrize("ours", [b"[]\n", b'{"a":1, "b": 1}\n', b'{ "a": 1 }\n'])
def test_a_form_that_could_not_be_kept_is_a_conflict(ours):
    with pytest.raises(Conflict):
        merge(text({"a": 1}), ours, text({"a": 1, "c": 1}))


@pytest.mark.parametrize("indent", [2, 4, "\t", 3, 8])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_user_s_form_is_kept(indent, end):
    ours = text({"a": 1, "é": "日本"}, indent, end)
    assert merge(text({"a": 1}), ours, text({"a": 1, "b": 2})) == text({"a": 1, "b": 2, "é": "日本"}, indent, end)


def test_keys_keep_their_order_and_sorted_ones_stay_sorted():
    assert list(json.loads(merge(text({"z": 1, "a": 1}), text({"z": 1, "a": 1}), text({"z": 1, "m": 1, "a": 1})))) == [
        "z",
        "m",
        "a",
    ]
    sorted_keys = merge(text({"a": 1, "z": 1}), text({"a": 1, "b": 1, "z": 1}), text({"a": 1, "m": 1, "z": 1}))
    assert list(json.loads(sorted_keys)) == ["a", "b", "m", "z"]

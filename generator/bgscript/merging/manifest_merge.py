"""Merges manifests by their values, and keeps the owner's text byte for byte outside the changes.

``key_merge`` computes the values of the result. The owner's text is then changed to have them, entry by entry: an entry
that the template did not change stays; one that the owner did not change gets the template's text; in one that both
changed, each part is treated like this. A comment belongs to the entry after it, or to the entry in its line.
"""

from collections import Counter

from bgscript.documents import yaml_text
from bgscript.documents.yaml_text import Entry
from bgscript.merging import key_merge
from bgscript.merging.key_merge import ABSENT, Conflict, by_name


def merge(base: bytes, ours: bytes, theirs: bytes) -> bytes:
    """Merge three versions of a manifest.

    Args:
        base: what both sides started from.
        ours: the owner's, whose form is kept.
        theirs: the other side.

    Raises:
        Conflict: both sides changed the same value, or something of the owner's would be lost.
    """
    try:
        before, mine, other = (yaml_text.parse(text) for text in (base, ours, theirs))
        meant = key_merge.merge(before.value, mine.value, other.value, lists=True)
        patch = _Patch(mine.text)
        patch.descend(before, mine, other, meant)
        merged = patch.result().encode()
        result = yaml_text.parse(merged)
    except yaml_text.NotPlain as error:
        raise Conflict from error
    if not key_merge.same(result.value, meant):
        raise Conflict
    return merged


class _Patch:
    """Changes of a text: slices of it, and their replacements."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._changes: list[tuple[int, int, str]] = []
        self._line_break = "\r\n" if "\r\n" in text else "\n"

    def result(self) -> str:
        """The text with all changes. It ends with a line break if it did before."""
        merged, place = "", 0
        for start, end, text in sorted(self._changes, key=lambda change: change[:2]):  # keeps the order of insertions
            merged += self._text[place:start]
            if start == len(self._text) and not merged.endswith("\n"):
                merged += self._line_break
            merged += text
            place = end
        merged += self._text[place:]
        return merged if self._text.endswith("\n") else merged.removesuffix(self._line_break)

    def descend(self, base: Entry | None, ours: Entry, theirs: Entry | None, meant: object) -> None:
        """Change the parts of an entry to the wanted values."""
        mine = _parts(ours, theirs.value if theirs else ABSENT)
        known, others = (_parts(side, ours.value) if side else {} for side in (base, theirs))
        wanted = by_name(meant, ours.value)
        if not wanted or not mine:
            raise Conflict  # an empty mapping or list cannot be written as a block
        place: Entry | None = None
        added: dict[int, list[Entry]] = {}
        for name in wanted:
            if name in mine:
                place = mine[name]
            elif name in others:
                added.setdefault(id(place), []).append(others[name])
        self._insert(added.get(id(None), []), ours.parts[0], is_behind=ours.parts[0].follows_dash)
        for name, part in mine.items():
            if name in wanted:
                self._settle(known.get(name), part, others.get(name), wanted[name])
            else:
                self._remove(known.get(name), part)
            self._insert(added.get(id(part), []), part, is_behind=True)

    def _settle(self, base: Entry | None, ours: Entry, theirs: Entry | None, meant: object) -> None:
        """Change an entry that stays to the wanted value, with the comments of both sides."""
        if theirs and base:
            self._settle_lead(base, ours, theirs)
        if theirs is None:
            if base:
                self.descend(base, ours, None, meant)
        elif base and theirs.body == base.body:
            return
        elif base and ours.body == base.body:
            self._replace(ours, theirs)
        elif ours.parts and theirs.parts and by_name(ours.value, theirs.value) is not None:
            self._settle_head(base, ours, theirs)
            self.descend(base, ours, theirs, meant)
        elif base and ours.scalar and theirs.scalar and base.scalar:
            self._settle_scalar(base, ours, theirs, meant)
        elif not key_merge.same(ours.value, meant):
            self._check_comments(base, ours)
            self._replace(ours, theirs)

    def _settle_lead(self, base: Entry, ours: Entry, theirs: Entry) -> None:
        """Take over what the template did to the comments and empty lines before an entry; the owner's stay."""
        if theirs.lead_lines in (base.lead_lines, ours.lead_lines):
            return
        if any(entry.follows_dash for entry in (base, ours, theirs)):
            return
        lines = ours.lead_lines
        if lines == base.lead_lines:
            self._change(ours.lead, ours.line, self._lines(theirs.lead_lines, ours.column))
            return
        dropped = Counter(base.lead_lines) - Counter(theirs.lead_lines)
        added = Counter(theirs.lead_lines) - Counter(base.lead_lines)
        if any(line.strip() for line in dropped - Counter(lines)):
            raise Conflict
        self._drop_lines(ours, dropped)
        kept = [line for line in theirs.lead_lines if line in added]
        self._change(ours.line, ours.line, self._lines(kept, ours.column))

    def _settle_head(self, base: Entry | None, ours: Entry, theirs: Entry) -> None:
        """Take over a comment of the template's behind a key."""
        if not base or theirs.body[0] in (ours.body[0], base.body[0]) or ours.parts[0].follows_dash:
            return
        if ours.body[0] != base.body[0]:
            raise Conflict
        start, end = ours.head
        self._change(start, end, theirs.body[0] + self._line_break)

    def _settle_scalar(self, base: Entry, ours: Entry, theirs: Entry, meant: object) -> None:
        """Take over a value, and the comment behind it, each if the template changed it."""
        if ours.scalar and theirs.scalar and not key_merge.same(ours.value, meant):
            self._change(*ours.scalar, _slice(theirs, theirs.scalar))
        mine, other, former = (_slice(entry, entry.trailer) for entry in (ours, theirs, base))
        if other not in (former, mine):
            if mine != former:
                raise Conflict
            self._change(*ours.trailer, other)

    def _replace(self, ours: Entry, theirs: Entry) -> None:
        text = self._lines(theirs.body, ours.column)
        self._change(ours.start, ours.end, text[ours.column :])

    def _remove(self, base: Entry | None, ours: Entry) -> None:
        """Remove an entry, but no comment of the owner's before it."""
        self._check_comments(base, ours)
        if ours.follows_dash:
            raise Conflict  # the dash stays, and the next entry would have to move behind it
        self._drop_lines(ours, Counter(base.lead_lines if base else []))
        self._change(ours.line, ours.end, "")

    def _insert(self, entries: list[Entry], neighbour: Entry, *, is_behind: bool) -> None:
        """Insert entries of the template's behind one of ours, or before it."""
        place = neighbour.end if is_behind else neighbour.lead
        for entry in entries:
            lead = [] if entry.follows_dash else entry.lead_lines
            self._change(place, place, self._lines([*lead, *entry.body], neighbour.column))

    def _check_comments(self, base: Entry | None, ours: Entry) -> None:
        """Refuse to remove a comment of the owner's."""
        if Counter(ours.comments) - Counter(base.comments if base else []):
            raise Conflict

    def _drop_lines(self, ours: Entry, dropped: Counter[str]) -> None:
        """Remove lines of an entry's lead, each as often as it is counted."""
        left, place = Counter(dropped), ours.lead
        for line in ours.lead_lines:
            end = yaml_text.line_end(self._text, place)
            if left[line]:
                left[line] -= 1
                self._change(place, end, "")
            place = end

    def _lines(self, lines: list[str], column: int) -> str:
        return "".join((" " * column + line if line else "") + self._line_break for line in lines)

    def _change(self, start: int, end: int, text: str) -> None:
        self._changes.append((start, end, text))


def _parts(entry: Entry, other: object) -> dict[str, Entry]:
    """The parts of an entry by the names that they have beside another value; empty if it cannot be cut by them."""
    names = by_name(entry.value, other)
    return dict(zip(names, entry.parts, strict=True)) if names and len(names) == len(entry.parts) else {}


def _slice(entry: Entry, where: tuple[int, int]) -> str:
    return entry.text[where[0] : where[1]]

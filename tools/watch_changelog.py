"""Lists entries of Atlassian's changelog that nobody has compared with templates/lifecycle.yml yet.

    python tools/watch_changelog.py FILE_OR_FOLDER…

Reads saved copies of the feed https://developer.atlassian.com/platform/forge/changelog/rss/, in any number of files,
also inside other text. The feed repeats entries with a new date, and numbers do not rise with dates: an entry is
identified by its number.

An entry names a subject of lifecycle.yml by one of the subject's `words` (a word in lower case matches in any case), or
by the number of an entry that one of its facts `rests_on`. It waits until its number is in `rests_on` of a fact, which
it changes, or in `judged` of the subject, because it changes none. The exit code is 1 while one waits.
"""

import html
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import yaml

FACTS = Path(__file__).parents[1] / "templates" / "lifecycle.yml"
SECTIONS = ("modules", "connect", "runtimes", "apis", "programs", "properties", "unsupported")
"""The parts of lifecycle.yml that hold facts by name."""


@dataclass(frozen=True)
class Entry:
    """An entry of the changelog; ``day`` is the newest one that it was published on."""

    number: str
    day: date
    title: str
    text: str


def read(paths: Iterable[Path]) -> dict[str, Entry]:
    """All entries in files and folders, by number."""
    found: dict[str, Entry] = {}
    for path in paths:
        for file in [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file()):
            for entry in _entries(file.read_text(encoding="utf-8", errors="replace")):
                if entry.number not in found or found[entry.number].day <= entry.day:
                    found[entry.number] = entry
    return found


def _entries(text: str) -> Iterator[Entry]:
    for item in re.findall(r"<item>(.*?)</item>", text, re.DOTALL):
        number, published, title, body = (_element(item, name) for name in ("guid", "pubDate", "title", "description"))
        day = parsedate_to_datetime(published).date()
        yield Entry(number, day, _plain(title), _plain(f"{title} {body}"))


def _element(item: str, name: str) -> str:
    found = re.search(rf"<{name}\b[^>]*>(.*?)</{name}>", item, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def _plain(text: str) -> str:
    """The words of HTML; addresses in it count too, since they name entries."""
    links = " ".join(re.findall(r"#(CHANGE-\d+)", text))
    return " ".join(f"{html.unescape(re.sub(r'<[^>]*>', ' ', text))} {links}".split())


def facts(everything: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every fact of lifecycle.yml that has a subject, by name."""
    every = [item for section in SECTIONS for item in everything.get(section, {}).items()]
    return {name: fact for name, fact in every if "subject" in fact}


def waiting(entries: Iterable[Entry], everything: dict[str, Any]) -> dict[str, list[Entry]]:
    """The entries that nobody has judged, by subject, the newest first."""
    found = {}
    for name, subject in everything["subjects"].items():
        numbers = {
            number
            for fact in facts(everything).values()
            if fact["subject"] == name
            for number in fact.get("rests_on", ())
        }
        known = numbers | set(subject.get("judged", ()))
        pattern = _pattern([*subject["words"], *numbers])
        named = [entry for entry in entries if entry.number not in known and pattern.search(entry.text)]
        if named:
            found[name] = sorted(named, key=lambda entry: entry.day, reverse=True)
    return found


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words; those in lower case match however they are written."""
    return re.compile("|".join(_word(word) for word in words))


def _word(word: str) -> str:
    bounded = rf"(?<!\w){re.escape(word)}(?!\w)"
    return f"(?i:{bounded})" if word == word.lower() else bounded


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    entries = read(map(Path, arguments))
    everything = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    found = waiting(entries.values(), everything)
    for subject, waits in found.items():
        print(f"{subject}:")
        for entry in waits:
            print(f"    {entry.number}  {entry.day}  {entry.title}")
    count = sum(map(len, found.values()))
    print(f"{len(entries)} entries, {len(everything['subjects'])} subjects, {count} to judge", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

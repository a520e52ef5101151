"""Rules about what the sources do: events, resolvers, scopes. All of them are silent when a name is computed."""

from __future__ import annotations

import os
import re

from bgscript.check.findings import Collector, Spot, similar
from bgscript.check.scan import end_of_call
from bgscript.check.uses import Reading, Use, read

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from bgscript.check.findings import Finding
    from bgscript.documents.document import Node

_CONFLICT = re.compile(r"^<<<<<<< .*$(?=.*^=======$.*^>>>>>>> )", re.MULTILINE | re.DOTALL)
_PRODUCT_EVENT = re.compile(r"[A-Z][A-Z0-9_]*|(?:dialog|inline-dialog|macro|jira|confluence)[.:].*")


def check_sources(
    folder: str, root: Node, *, is_ours: bool, is_connect: bool, findings: list[Finding], file: str
) -> None:
    """Read the sources of a project and check them.

    Args:
        folder: the project.
        root: its manifest or descriptor.
        is_ours: whether bgscript made it; then our own files are known.
        is_connect: whether it is a Connect app.
        findings: takes the findings.
        file: the name of the manifest or descriptor.
    """
    reading = read(folder, root, is_ours=is_ours, is_connect=is_connect)
    run = _Run(folder, root, reading, findings, is_connect=is_connect, manifest=file)
    run.conflicts()
    run.events()
    if not is_connect or is_ours:
        run.resolvers()
    if not is_connect:
        run.scopes()


class _Run:
    def __init__(
        self, folder: str, root: Node, reading: Reading, findings: list[Finding], *, is_connect: bool, manifest: str
    ) -> None:
        self.folder = folder
        self.root = root
        self.reading = reading
        self.findings = findings
        self.is_connect = is_connect
        self.manifest = manifest

    def add(self, code: str, use: Use, message: str, hint: str, level: str = "") -> None:
        name = os.path.relpath(use.source.file, self.folder).replace(os.sep, "/")
        place = Spot(*use.source.place(use.offset))
        Collector(name, self.findings).add(code, place, message, hint, level)

    def conflicts(self) -> None:
        for source in self.reading.sources:
            if "<<<<<<< " in source.text and (match := _CONFLICT.search(source.text)):
                use = Use("", source, match.start())
                self.add("BG104", use, "The file has conflict markers of a merge.", "Resolve the conflict.")

    def _is_known(self, kind: str) -> bool:
        return self.reading.complete and kind not in self.reading.computed

    def events(self) -> None:
        reading = self.reading
        sent, heard = {use.name for use in reading.sent}, {use.name for use in reading.heard}
        if self._is_known("sent"):
            for use in _first(reading.heard):
                if use.name not in sent and not _PRODUCT_EVENT.fullmatch(use.name):
                    meant = similar(use.name, sent)
                    hint = f"Did you mean `{meant}`?" if meant else "Send it somewhere, or remove the listener."
                    self.add("BG401", use, f"Nothing in this app sends the event `{use.name}`.", hint)
        if self._is_known("heard"):
            for use in _first(reading.sent):
                if use.name not in heard:
                    meant = similar(use.name, heard)
                    hint = f"Did you mean `{meant}`?" if meant else "Listen to it somewhere, or remove the call."
                    self.add("BG402", use, f"Nothing in this app listens to the event `{use.name}`.", hint)
        self.order()

    def order(self) -> None:
        """A request that is sent before its answer is listened to: the answer can come in between, and is lost."""
        for request in self.reading.sent:
            answers = [
                use
                for use in self.reading.heard
                if use.source is request.source
                and use.offset > request.offset
                and use.source.block(use.offset) == request.source.block(request.offset)
                and self._answers(request, use)
            ]
            if answers:
                message = f"`{request.name}` is sent before the listener for its answer `{answers[0].name}` is there."
                self.add("BG405", request, message, f"Call `on('{answers[0].name}', …)` first, wait for it, then emit.")

    def _answers(self, request: Use, answer: Use) -> bool:
        """Whether another file, where it listens to the request, sends what this one listens to."""
        for listener in self.reading.heard:
            if listener.name != request.name or listener.source is request.source:
                continue
            start = listener.source.blanked.index("(", listener.offset) + 1
            end = end_of_call(listener.source, start) or start
            body = [use for use in self.reading.sent if use.source is listener.source and start < use.offset < end]
            if any(use.name == answer.name for use in body):
                return True
        return False

    def resolvers(self) -> None:
        reading = self.reading
        defined, called = {use.name for use in reading.defined}, {use.name for use in reading.called}
        if self._is_known("defined") and reading.defined:
            for use in _first(reading.called):
                if use.name not in defined:
                    meant = similar(use.name, defined)
                    hint = f"Did you mean `{meant}`?" if meant else "Define a resolver with this name."
                    self.add("BG403", use, f"There is no resolver `{use.name}`.", hint)
        if self._is_known("called"):
            for use in _first(reading.defined) if reading.called else ():
                if use.name not in called:
                    hint = "Remove it, or call it. Everybody who can see the app can call a resolver."
                    self.add("BG404", use, f"Nothing in this app calls the resolver `{use.name}`.", hint)

    def scopes(self) -> None:
        from bgscript.check import calls

        if calling := [source for source in self.reading.sources if any(word in source.text for word in calls.WORDS)]:
            calls.check_calls(self.root, calling, self.add)


def _first(uses: list[Use]) -> list[Use]:
    """The first use of each name."""
    found: dict[str, Use] = {}
    for use in uses:
        found.setdefault(use.name, use)
    return list(found.values())

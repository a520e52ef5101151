"""bgscript on a real terminal: keys in, screen out."""

import re
import signal
import time

import pexpect
import pyte

from tests.support.commands import environment
from tests.support.paths import BIN, HANGS

UP, DOWN, ENTER, BACK, ERASE = "\x1b[A", "\x1b[B", "\r", "\x1b[Z", "\x15"
CTRL_C, CTRL_D, CTRL_Z = "\x03", "\x04", "\x1a"


def paste(text):
    """What a terminal sends when somebody pastes."""
    return f"\x1b[200~{text}\x1b[201~"


class _Screen(pyte.HistoryScreen):
    """A screen that answers a program's queries, as a terminal does."""

    def __init__(self, terminal, columns, rows):
        self.terminal = terminal
        super().__init__(columns, rows, history=500)

    def write_process_input(self, data):
        self.terminal.process.send(data)


class Terminal:
    """A pseudo-terminal with a program in it."""

    def __init__(self, folder, *command, columns=80, rows=24, env=None):
        env = {**environment(folder), "TERM": "xterm-256color", **(env or {})}
        self.screen = _Screen(self, columns, rows)
        self.stream = pyte.Stream(self.screen)
        self.sent = ""
        program, *words = [str(word) for word in command]
        self.process = pexpect.spawn(
            program, words, cwd=str(folder), env=env, dimensions=(rows, columns), encoding="utf-8", timeout=HANGS
        )

    def waits_for(self, text):
        """Read until the screen shows a text, wherever its lines are broken."""
        while text not in self.words():
            self.feed()
        return self

    def feed(self):
        try:
            data = self.process.read_nonblocking(4096, timeout=HANGS)
        except pexpect.TIMEOUT:
            raise AssertionError(f"nothing more came after:\n{self.shown()}") from None
        self.sent += data
        self.stream.feed(data)

    def types(self, *keys):
        """Send keys in one go: the program can show nothing in between that would give the later ones another sense."""
        if keys:
            self.process.send("".join(keys))
        return self

    def answers(self, question, *keys):
        """Wait until a question is the last one on the screen, then type."""
        while question not in self.question():
            self.feed()
        return self.types(*keys)

    def question(self):
        """The last question on the screen, and what stands below it, with single spaces."""
        return f" {self.words()}".rpartition(" ? ")[2]

    def accepts(self, *questions):
        for question in questions:
            self.answers(question, ENTER)
        return self

    def shown(self):
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def words(self):
        return re.sub(r"\s+", " ", self.shown())

    def everything(self):
        """The screen, and the lines that have left it."""
        width = self.screen.columns
        gone = ["".join(line[x].data for x in range(width)).rstrip() for line in self.screen.history.top]
        return "\n".join([*gone, self.shown()])

    def resizes(self, columns, rows):
        self.screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)
        return self

    def hangs_up(self):
        """Close the terminal, and leave its programs alone."""
        self.process.ptyproc.fileobj.close()
        self.process.closed = self.process.ptyproc.closed = True

    def closes(self):
        """Hang up, and wait until the program has ended: one that is killed would leave what other tests find."""
        if not self.process.closed:
            self.hangs_up()
        last = time.monotonic() + HANGS / 30
        while self.process.isalive() and time.monotonic() < last:
            time.sleep(0.02)
        if self.process.isalive():  # it ignores that
            self.process.kill(signal.SIGKILL)
            self.process.wait()

    def ends(self):
        try:
            while True:
                self.feed()
        except pexpect.EOF:
            self.process.wait()
            return self.process.exitstatus


def bgscript(folder, *words, **settings):
    return Terminal(folder, BIN / "bgscript", *words, **settings)

"""A template that a company hosts: published with two commands, followed by bgscript and by Renovate."""

import os
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml

from bgscript.template.templates import locked
from tests.support.commands import environment, run
from tests.support.paths import BIN
from tests.support.sandbox import ANSWERS, commit, git

pytestmark = pytest.mark.usefixtures("git")

RENOVATE = ("copier", "update", "--skip-answered", "--defaults", "--answers-file", ".copier-answers.yml", "--vcs-ref")
"""What Renovate runs, before the version: lib/modules/manager/copier/artifacts.ts, read in November 2026."""


class _Git(BaseHTTPRequestHandler):
    """Serves the repositories below ``root`` with git's own program for that."""

    root = ""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        done = subprocess.run(
            ["git", "http-backend"],
            input=sent,
            capture_output=True,
            env={
                **os.environ,
                "GIT_PROJECT_ROOT": self.root,
                "GIT_HTTP_EXPORT_ALL": "1",
                "REMOTE_USER": "somebody",
                "REQUEST_METHOD": self.command,
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "CONTENT_LENGTH": str(len(sent)),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            },
        )
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(fields.pop("Status", "200").split()[0]))
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def server_bind(self) -> None:
        self.port = socket.socket()
        self.port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does, so that both can have it
        self.port.bind(self.server_address)
        self.server_address = self.port.getsockname()
        super().server_bind()

    def ends(self) -> None:
        """Stop, and keep the port: the server of another test would answer there."""
        self.shutdown()
        self.server_close()
        self.port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/templates.git"


@pytest.fixture
def server(tmp_path):
    """A git server on this machine, with an empty repository; it can be shut down."""
    git("init", "--quiet", "--bare", "served/templates.git", cwd=tmp_path)
    git("config", "http.receivepack", "true", cwd=tmp_path / "served" / "templates.git")
    handler = type("Handler", (_Git,), {"root": str(tmp_path / "served")})
    running = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.ends()
    running.port.close()


@pytest.fixture
def published(server, tmp_path):
    """The embedded releases, published as the README says."""
    for words in (
        ("git", "clone", "--quiet", "--mirror", "bgscript::templates", "templates.git"),
        ("git", "-C", "templates.git", "push", "--quiet", "--mirror", server.url),
    ):
        done = run(*words, cwd=tmp_path)
        assert done.code == 0, done.err
    return server


def release_one_more(server, tmp_path, tag="v9.0.0"):
    """What a company adds of its own."""
    git("clone", "--quiet", "--branch=main", server.url, "theirs", cwd=tmp_path)
    theirs = tmp_path / "theirs"
    (theirs / "project" / "SUPPORT.md").write_text("Ask the platform team.\n")
    commit(theirs, "Template 9\n\n- Says whom to ask.")
    git("tag", "--force", tag, cwd=theirs)
    git("push", "--quiet", "--force", "origin", "HEAD", tag, cwd=theirs)


def answers(project):
    return yaml.safe_load((project / ANSWERS).read_text())


def test_a_project_is_made_of_it_and_follows_it(published, bgscript, tmp_path):
    made = bgscript("new", "one", "--yes", f"--template-source={published.url}")
    assert made.code == 0, made.err
    flags = [f"--template-source={published.url}", f"--template-version={locked()[-1].version}"]
    assert f"bgscript new one --yes {' '.join(flags)}" in made.out.replace("\\\n    ", "")
    facts = answers(tmp_path / "one")
    newest = locked()[-1]
    assert (facts["_src_path"], facts["_commit"], facts["_commit_id"]) == (
        published.url,
        f"v{newest.version}",
        newest.commit,
    )
    assert "is current" in bgscript("update", "one").out
    release_one_more(published, tmp_path)
    done = bgscript("update", "one")
    assert (done.code, "- Says whom to ask." in done.out) == (0, True)
    assert (tmp_path / "one" / "SUPPORT.md").exists()
    assert answers(tmp_path / "one")["_commit"] == "v9.0.0"


def test_a_version_can_be_chosen(published, bgscript, tmp_path):
    release_one_more(published, tmp_path)
    source = f"--template-source={published.url}"
    assert bgscript("new", "one", "--yes", source, f"--template-version={locked()[0].version}").code == 0
    assert answers(tmp_path / "one")["_commit"] == f"v{locked()[0].version}"
    done = bgscript("new", "two", "--yes", source, "--template-version=8.0.0")
    assert (done.code, "has no release 8.0.0 (did you mean '9.0.0'?)" in done.err) == (3, True)
    assert not (tmp_path / "two").exists()


def test_renovate_s_command_upgrades_and_bgscript_goes_on(published, bgscript, tmp_path):
    bgscript("new", "one", "--yes", f"--template-source={published.url}")
    project = tmp_path / "one"
    (project / "src" / "background" / "data.ts").write_text("export const mine = 1;\n")
    commit(project, "mine")
    release_one_more(published, tmp_path)
    done = run(BIN / RENOVATE[0], *RENOVATE[1:], "v9.0.0", cwd=project, env={"HOME": str(tmp_path)})
    assert done.code == 0, done.err
    assert (project / "SUPPORT.md").exists()
    assert (project / "src" / "background" / "data.ts").read_text() == "export const mine = 1;\n"
    assert answers(project)["_commit"] == "v9.0.0"
    assert "M .copier-answers.yml" in git("status", "--porcelain", cwd=project)  # what Renovate looks for
    commit(project, "Template 9")
    assert "is current" in bgscript("update", "one").out


def test_offline_the_embedded_releases_stand_in_for_the_same_ones(published, bgscript, tmp_path):
    bgscript("new", "one", "--yes", f"--template-source={published.url}")
    published.ends()
    online = bgscript("update", "one", "--set=ci=none")
    assert (online.code, "cannot be read" in online.err) == (3, True)
    done = bgscript("update", "one", "--offline", "--set=ci=none")
    assert (done.code, done.err) == (0, "")
    assert not (tmp_path / "one" / ".github").exists()
    assert answers(tmp_path / "one")["_src_path"] == published.url


def test_offline_another_release_by_the_same_name_is_refused(published, bgscript, tmp_path):
    release_one_more(published, tmp_path, tag=f"v{locked()[-1].version}")
    bgscript("new", "one", "--yes", f"--template-source={published.url}")
    done = bgscript("update", "one", "--offline", "--set=ci=none")
    assert (done.code, "is not known to be the release inside this bgscript" in done.err) == (3, True)


def test_a_tag_that_was_moved_is_told(published, bgscript, tmp_path):
    bgscript("new", "one", "--yes", f"--template-source={published.url}")
    release_one_more(published, tmp_path, tag=f"v{locked()[-1].version}")
    done = bgscript("update", "one", "--set=ci=none")
    assert (done.code, f"has moved its tag v{locked()[-1].version}" in done.err) == (0, True)


def test_a_server_that_asks_for_a_password_is_no_hang(tmp_path, bgscript):
    class Locked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="templates"')
            self.end_headers()

        def log_message(self, *_) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Locked)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{running.server_port}/templates.git"
    done = bgscript("new", "one", "--yes", f"--template-source={url}", env=environment(tmp_path))
    running.shutdown()
    running.server_close()
    assert (done.code, f"the template at {url} cannot be read" in done.err) == (3, True)

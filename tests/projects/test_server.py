"""The servers of Connect and Forge Remote as an operator has them: built, and with bad clients."""

import json
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.commands import network, run
from tests.support.paths import BIN, HANGS, PLATFORM

KINDS = {"connect": "main.js", "confluence-ui-kit": "main.mjs"}

ENVIRONMENT = {
    "connect": {"APP_BASE_URL": "http://localhost:1", "APP_SECRET_KEYS": "A" * 43 + "="},
    "confluence-ui-kit": {"FORGE_APP_ID": "ari:cloud:ecosystem::app/11111111-1111-1111-1111-111111111111"},
}


def program(name, *words):
    command = [BIN / "node", PLATFORM / "server" / name, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=HANGS)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@pytest.mark.exhaustive
def test_two_hundred_clients_that_never_close_are_ended_and_stop_nothing(built):
    """And SIGTERM ends the server at once with idle clients, at the deadline with stalled ones."""
    with ThreadPoolExecutor() as pool:  # both kinds at once, because this is a minute of waiting
        reports = pool.map(lambda folder: program("rude.mjs", "--dir", folder, "--clients", 200), map(built.get, KINDS))
        assert [len(report) for report in reports] == [11, 11]


@pytest.mark.exhaustive
def test_instances_that_start_on_one_new_store_and_are_stopped_at_once_end_cleanly(built, tmp_path):
    program("together.mjs", "--dir", built["connect"], "--store", tmp_path / "a.db")


@pytest.mark.exhaustive
def test_keys_are_replaced_and_postgresql_is_restarted_under_load(built):
    program("rolling.mjs", "--dir", built["connect-postgres"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_restart_under_load_loses_no_request(kind, built):
    """Six kinds of clients, sixteen each, beside clients that never end."""
    assert [line["lost"] for line in program("restart.mjs", "--dir", built[kind], "--rounds", 1)] == [0] * 6


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", KINDS)
def test_many_restarts_with_a_delay_lose_no_request(kind, built):
    report = program("restart.mjs", "--dir", built[kind], "--rounds", 5, "--delay", 1)
    assert [line["lost"] for line in report] == [0] * 6


@pytest.mark.parametrize("kind", KINDS)
def test_metrics_are_for_this_machine_only_unless_told(kind, built):
    reachable, unreachable = [200, 200], [200, "ECONNREFUSED"]
    assert program("ports.mjs", "--dir", built[kind]) == [
        {"app": reachable, "metrics": unreachable},
        {"METRICS_HOST": "0.0.0.0", "app": reachable, "metrics": reachable},
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_an_older_node_is_told_in_one_sentence(kind, built):
    pretend = "data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '20.11.0' })"
    done = run(BIN / "node", "--import", pretend, f"build/server/{KINDS[kind]}", cwd=built[kind])
    assert done.code == 1
    assert re.fullmatch(r"error: this server needs Node [\d.]+ or newer \(found 20\.11\.0\)\n", done.err)


def test_all_that_is_wrong_with_the_environment_is_told_at_once(built):
    wrong = {
        "PORT": "http",
        "METRICS_PORT": "-1",
        "APP_BASE_URL": "http://app.example.com",
        "APP_SECRET_KEYS": "a-secret-of-mine",
        "DATABASE_URL": "postgres://app:the-password@db.example.com/app",
        "FRAME_ANCESTORS": "*",
    }
    done = run(BIN / "node", "build/server/main.js", cwd=built["connect"], env=wrong)
    assert done.code == 1
    for name in wrong:
        assert f"  {name} is not usable: " in done.err
    assert "secret-of-mine" not in done.err
    assert "the-password" not in done.err
    assert "    at " not in done.err


def test_a_store_that_cannot_be_opened_and_a_wrong_key_are_told_in_a_sentence(built, tmp_path):
    environment = ENVIRONMENT["connect"] | {"PORT": "0", "DATABASE_URL": f"file:{tmp_path}/a.db"}
    (tmp_path / "a.db").write_text("this is no database, and it is long enough to be seen as none" * 20)
    done = run(BIN / "node", "build/server/main.js", cwd=built["connect"], env=environment)
    assert (done.code, done.err) == (
        1,
        "error: the store of DATABASE_URL cannot be opened: file is not a database\n",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_variables_are_the_same_in_sources_readme_and_example(kind, built):
    sources = "".join((built[kind] / "bgscript/server" / name).read_text() for name in ("environment.ts", "config.ts"))
    read = set(re.findall(r"'([A-Z]+(?:_[A-Z]+)+|PORT)'", sources)) - {"DEVELOPMENT", "STAGING", "PRODUCTION"}
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", (built[kind] / "README.md").read_text(), re.MULTILINE))
    example = set(re.findall(r"^(?:# )?([A-Z_]+)=", (built[kind] / ".env.example").read_text(), re.MULTILINE))
    assert len(read) >= 7
    assert read == table
    assert read - {"APP_SECRET_KEY"} == example


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", KINDS)
def test_the_dockerfile_makes_a_server_that_answers(kind, built, tmp_path):
    """Docker builds it, where a daemon runs. Elsewhere its last stage is done by hand, in a folder."""
    lock = ["install", "--package-lock-only", "--ignore-scripts", "--no-audit"]
    project = shutil.copytree(built[kind], tmp_path / "project", ignore=shutil.ignore_patterns("node_modules", ".git"))
    npm(lock, project)
    docker = shutil.which("docker")
    if docker and subprocess.run([docker, "version"], capture_output=True).returncode == 0:
        assert subprocess.run([docker, "build", "."], cwd=project).returncode == 0
        return
    image = tmp_path / "image"
    image.mkdir()
    final = (project / "Dockerfile").read_text().split("FROM ")[-1]
    for step, words in re.findall(r"^(COPY|RUN) (.+)$", final, re.MULTILINE):
        if step == "COPY":
            *sources, target = [word for word in words.split() if not word.startswith("--")]
            for source in sources:
                copy(project / source.removeprefix("/app/"), image / target)
        elif words.startswith("npm "):
            npm(words.split()[1:], image)
    command = json.loads(re.search(r"^CMD (\[.+\])$", final, re.MULTILINE)[1])
    answers(command, image, ENVIRONMENT[kind])


def npm(words, folder):
    done = subprocess.run(
        [BIN / "npm", *words], cwd=folder, env=network(), capture_output=True, text=True, timeout=HANGS
    )
    assert done.returncode == 0, done.stderr


def copy(source, target):
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
        return
    target = target / source.name if target.is_dir() else target
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def answers(command, folder, variables):
    """Start it, ask it whether it is alive, and stop it."""
    script = f"""
        import {{ spawn }} from 'node:child_process';
        import {{ once }} from 'node:events';
        import {{ freePort }} from '{PLATFORM}/ports.mjs';
        const port = await freePort();
        const [, ...words] = {json.dumps(command)};
        const env = {{ ...{json.dumps(variables)}, PORT: String(port) }};
        const server = spawn(process.execPath, words, {{ env, stdio: ['ignore', 'pipe', 'inherit'] }});
        await once(server.stdout, 'data');
        console.log((await fetch(`http://127.0.0.1:${{port}}/healthz`)).status);
        server.kill('SIGTERM');
        console.log(await once(server, 'exit'));
    """
    words = [BIN / "node", "--input-type=module", "--eval", script]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=HANGS)
    print(done.stdout, done.stderr, file=sys.stderr)
    assert done.stdout.split() == ["200", "[", "0,", "null", "]"], done.stderr

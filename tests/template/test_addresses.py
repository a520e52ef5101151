"""An address that a project's server refuses when it starts is refused when the project is made, and no other is."""

import json

import pytest

from bgscript.system.errors import UsageError
from bgscript.template.questions import Given, Questionnaire
from tests.support.commands import run
from tests.support.paths import BIN, TEMPLATES

TAKEN = (
    *("https://example.com", "https://a", "https://localhost", "https://a-b.c--d.example", "https://xn--nxasmq6b.com"),
    *("https://10.0.0.1:8443", "https://255.255.255.255", "https://example.com:65535", "https://1com.example.1com"),
    *("https://0.0.0.1.example", "https://EXAMPLE.com"),
)
REFUSED = (
    *("https://example.com/", "https://example.com/app", "https://example.com?", "https://example.com#", "https://"),
    *("http://example.com", "https://user@example.com", "https://example..com", "https://-a.com", "https://a_b.com"),
    *("https://example.com:65536", "https://example.com:0", "https://example.com:", " https://example.com"),
    *("https://256.1.1.1", "https://1.2", "https://1", "https://example.123", "https://0x7f.1", "https://a.0x"),
    *("https://010.1.1.1", "https://1.2.3.4.5", f"https://{'a' * 64}.com", "https://exämple.com", "https://[::1]"),
)
START = """
const { origin } = await import(process.argv[1]);
const started = (text) => {
  try {
    return origin(text).toLowerCase() === text.toLowerCase();
  } catch {
    return false;
  }
};
console.log(JSON.stringify(JSON.parse(process.argv[2]).map(started)));
"""


@pytest.mark.parametrize("address", [*TAKEN, *REFUSED])
def test_what_is_no_address_of_a_server_is_refused(address):
    for question, others in (("base_url", {"target": "connect"}), ("remote_url", {"resolver": "endpoint"})):
        given = {name: Given(value, f"--{name}") for name, value in {**others, question: address}.items()}
        problems = []
        try:
            Questionnaire(TEMPLATES).resolve(given, "app")
        except UsageError as error:
            problems = error.problems
        assert [problem.split()[0] for problem in problems] == ([f"--{question}"] if address in REFUSED else [])


def test_the_default_is_an_address_for_every_key():
    for question, others in (("base_url", {"target": "connect"}), ("remote_url", {"resolver": "endpoint"})):
        given = {name: Given(value, f"--{name}") for name, value in {**others, "app_key": "my-app--"}.items()}
        assert Questionnaire(TEMPLATES).resolve(given, "app")[question] == "https://my-app.example.com"


@pytest.mark.usefixtures("node")
def test_a_server_starts_with_every_address_that_is_taken():
    """The server's own function reads it, and calls it the same: APP_BASE_URL is compared letter by letter."""
    (source,) = TEMPLATES.rglob("environment.ts")
    done = run(BIN / "node", "--input-type=module", "-e", START, str(source), json.dumps(TAKEN), cwd=TEMPLATES)
    assert dict(zip(TAKEN, json.loads(done.out), strict=True)) == dict.fromkeys(TAKEN, True)


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"target": "connect", "connect_key": "a" * 65}, "connect_key must have at most 64 characters, not 65"),
        ({"connect_key": "a" * 91}, "connect_key must have at most 90 characters, not 91"),
        ({"target": "connect", "keys": {"dashboard/view": "a_b"}}, "keys must have keys of letters, digits and dashes"),
        ({"target": "connect", "connect_key": "a" * 64, "keys": {"dashboard/view": "A-1"}}, ""),
        ({"connect_key": "a" * 90, "keys": {"home-dashboard/view": "a_b"}}, ""),
    ],
)
def test_a_key_that_the_project_s_own_check_refuses_is_refused(answers, problem):
    given = {name: Given(value, name) for name, value in answers.items()}
    evaluated = Questionnaire(TEMPLATES).evaluate(given, "app")
    found = [f"{answer.origin} {answer.problem}" for answer in evaluated if answer.problem]
    assert len(found) == bool(problem)
    assert "".join(found).startswith(problem)

"""Minor or major: each rule of Atlassian's pages on versions and remotes, from two manifests."""

import pytest
import yaml

from bgscript.change import rights

CONSENT = "An administrator of each site has to consent; until then the site keeps the old version."

EGRESS = (
    "permissions: {{ external: {{ fetch: {{ backend: [{{ address: 'https://a.example', inScopeEUD: {} }}{}] }} }} }}"
)
REMOTE = "remotes: [{ key: r, %s }]"
TRIGGER = "modules: {{ webtrigger: [{{ key: t, function: f{} }}{}] }}"
STATIC = ", response: { type: static }"

MAJOR = {
    "a scope is new": ("{}", "permissions: { scopes: ['a:b'] }", "The scope a:b is new."),
    "a scope is gone": ("permissions: { scopes: ['a:b'] }", "{}", "The scope a:b is gone; removing one counts, too."),
    "end-user data, the first time": (
        EGRESS.format("false", ""),
        EGRESS.format("true", ""),
        "End-user data may go to https://a.example: `inScopeEUD` was false there.",
    ),
    "end-user data where nothing is said any more": (
        EGRESS.format("false", ""),
        "permissions: { external: { fetch: { backend: [{ address: 'https://a.example' }] } } }",
        "End-user data may go to https://a.example: `inScopeEUD` was false there.",
    ),
    "addresses that administrators set": (
        "{}",
        "permissions: { external: { configurable: { enabled: true } } }",
        "`permissions.external.configurable` is enabled: administrators may add addresses to send data to.",
    ),
    "a remote": ("{}", REMOTE % "baseUrl: 'https://a'", "The remote r is new: the app calls https://a."),
    "a remote elsewhere": (
        REMOTE % "baseUrl: 'https://a'",
        REMOTE % "baseUrl: 'https://b'",
        "The remote r is elsewhere: https://b.",
    ),
    "one more region": (
        REMOTE % "baseUrl: { default: 'https://a' }",
        REMOTE % "baseUrl: { default: 'https://a', EU: 'https://eu' }",
        "The remote r is elsewhere: https://a, https://eu.",
    ),
    "one region less": (
        REMOTE % "baseUrl: { default: 'https://a', EU: 'https://eu' }",
        REMOTE % "baseUrl: { default: 'https://a' }",
        "The remote r has no address of its own any more for EU.",
    ),
    "a remote that becomes configurable": (
        REMOTE % "baseUrl: 'https://a'",
        REMOTE % "baseUrl: 'https://a', configurable: { name: n, description: d }",
        "The remote r is configurable: administrators may set another address.",
    ),
    "a remote that stores end-user data": (
        REMOTE % "baseUrl: 'https://a', operations: [storage], storage: { inScopeEUD: false }",
        REMOTE % "baseUrl: 'https://a', operations: [storage], storage: { inScopeEUD: true }",
        "The remote r may store end-user data: `inScopeEUD` was false there.",
    ),
    "a remote that does more": (
        REMOTE % "baseUrl: 'https://a', operations: [compute]",
        REMOTE % "baseUrl: 'https://a', operations: [compute, fetch]",
        "The remote r is used for more: fetch.",
    ),
    "a web trigger": (
        "{}",
        TRIGGER.format("", ""),
        "The web trigger t is new and dynamic: it may answer with any data.",
    ),
    "a web trigger that becomes dynamic": (
        TRIGGER.format(STATIC, ""),
        TRIGGER.format("", ""),
        "The web trigger t is dynamic now: it may answer with any data.",
    ),
    "a license": ("{}", "app: { licensing: { enabled: true } }", "Licensing is enabled."),
}

MINOR = {
    "a module": ("{}", "modules: { 'jira:issuePanel': [{ key: p }] }"),
    "end-user data beside other end-user data": (
        EGRESS.format("false", ", { address: 'https://b.example', inScopeEUD: true }"),
        EGRESS.format("true", ", { address: 'https://b.example', inScopeEUD: true }"),
    ),
    "less end-user data": (EGRESS.format("true", ""), EGRESS.format("false", "")),
    "a remote gone": (REMOTE % "baseUrl: 'https://a'", "{}"),
    "a remote that administrators set": ("{}", REMOTE % "configurable: { name: n, description: d }"),
    "a configurable remote without an address": (
        REMOTE % "baseUrl: 'https://a', configurable: { name: n }",
        REMOTE % "configurable: { name: n }",
    ),
    "an address written as a mapping": (
        REMOTE % "baseUrl: 'https://a'",
        REMOTE % "baseUrl: { default: 'https://a' }",
    ),
    "an operation less": (
        REMOTE % "baseUrl: 'https://a', operations: [compute, fetch]",
        REMOTE % "baseUrl: 'https://a', operations: [compute]",
    ),
    "a static web trigger": ("{}", TRIGGER.format(STATIC, "")),
    "one more dynamic web trigger": (TRIGGER.format("", ""), TRIGGER.format("", ", { key: u, function: f }")),
}


@pytest.mark.parametrize(("before", "after", "reason"), MAJOR.values(), ids=MAJOR)
def test_a_change_that_an_administrator_has_to_consent_to(before, after, reason):
    assert rights.of_update(yaml.safe_load(before), yaml.safe_load(after)) == ("major", [reason, CONSENT])


@pytest.mark.parametrize(("before", "after"), MINOR.values(), ids=MINOR)
def test_a_change_that_sites_get_by_themselves(before, after):
    kind, reasons = rights.of_update(yaml.safe_load(before), yaml.safe_load(after))
    assert (kind, len(reasons)) == ("minor", 1)

"""What adopt finds in an app: host pages, sources, calls, answers."""

import pytest

from bgscript.adopting.chosen import Chosen
from tests.support.adopting import NAMES, copy, found, manifest, refusals

FOUND = {
    "cra": ("jira-issue", [], "custom-ui", ["static/notes"], {"jira-issue": "function:resolver"}, "background", "js"),
    "vite-tsx": (
        "home-dashboard",
        [],
        "custom-ui",
        ["static/widget"],
        {"home-dashboard": "function:sales"},
        "background",
        "ts",
    ),
    "root-vite": ("jira-issue", [], "custom-ui", ["."], {"jira-issue": "function:resolver"}, "background", "js"),
    "ui-kit-js": ("confluence", [], "ui-kit", None, {"confluence": "function:resolver"}, "background", "js"),
    "ui-kit-ts": ("jira-dashboard", [], "ui-kit", None, {"jira-dashboard": "function:resolver"}, "background", "ts"),
    "vanilla": ("jira-dashboard", [], "custom-ui", ["static/clock"], {}, "background-2", "js"),
    "two-homes": (
        "jira-issue",
        ["confluence"],
        "custom-ui",
        ["static/notes", "static/feed"],
        {"jira-issue": "function:resolver", "confluence": "function:feed-resolver"},
        "background",
        "js",
    ),
}


def answering(reply):
    """Somebody who gives the same reply to every question, and the questions."""
    asked = []

    def ask(choice):
        asked.append(choice)
        return reply

    return asked, ask


def test_each_app_is_here():
    assert sorted([*FOUND, "scripted"]) == NAMES


@pytest.mark.parametrize("name", sorted(FOUND))
def test_the_answers(name, tmp_path):
    answers = found(copy(name, tmp_path / "app")).answers
    names = ("target", "also", "ui", "owner_views", "owner_calls", "script_resource", "owner_language")
    assert tuple(answers.get(each) for each in names) == FOUND[name]
    assert answers["shape"] == "part"


@pytest.mark.parametrize(
    ("name", "key"),
    [("cra", "issue-notes"), ("vite-tsx", "sales-widget"), ("vanilla", "app"), ("ui-kit-js", "news")],
)
def test_the_key_is_derived_from_the_package_or_the_folder(name, key, tmp_path):
    assert found(copy(name, tmp_path / "app")).answers["app_key"] == key


def test_a_key_that_is_taken_is_not_derived(tmp_path):
    taken = manifest("cra", ("key: notes-panel", "key: issue-notes-background"))
    app = copy("cra", tmp_path / "app", {"manifest.yml": taken})
    assert found(app).answers["app_key"] == "issue-notes-2"


def test_the_name_of_the_manifest_comes_first(tmp_path):
    named = manifest("cra", ("app:\n", "app:\n  name: Team Notes\n"))
    app = copy("cra", tmp_path / "app", {"manifest.yml": named})
    assert [found(app).answers[each] for each in ("app_name", "app_key")] == ["Team Notes", "team-notes"]


@pytest.mark.parametrize(
    ("name", "file", "first", "second"),
    [
        (
            "cra",
            "static/notes/src/App.js",
            "import { useSharedData } from './background/useSharedData';",
            "const [state, reload] = useSharedData();",
        ),
        (
            "vite-tsx",
            "static/widget/src/App.tsx",
            "import { useSharedData } from './background/useSharedData';",
            "const [state, reload] = useSharedData();",
        ),
        (
            "ui-kit-js",
            "src/frontend/index.jsx",
            "import { useSharedData } from '../background/useSharedData';",
            "const [state, reload] = useSharedData();",
        ),
        (
            "vanilla",
            "static/clock/src/clock.js",
            "import { connect } from './background/client';",
            "connect((state) => { … });",
        ),
    ],
)
def test_the_two_lines_of_a_view(name, file, first, second, tmp_path):
    view = found(copy(name, tmp_path / "app")).views[0].view
    assert (view.file, view.lines) == (file, [first, second])


def test_a_react_without_hooks_gets_the_client_without_react(tmp_path):
    package = (
        '{"dependencies": {"react": "16.7.0", "@forge/bridge": "4.0.0"}, "scripts": {"build": "react-scripts build"}}'
    )
    view = found(copy("cra", tmp_path / "app", {"static/notes/package.json": package})).views[0].view
    assert view.lines[0] == "import { connect } from './background/client';"


def test_the_file_is_the_component_that_calls_and_not_its_helper(tmp_path):
    """In vite-tsx, api.ts calls the resolver, and App.tsx shows the result."""
    each = found(copy("vite-tsx", tmp_path / "app")).views[0]
    assert each.view.file == "static/widget/src/App.tsx"
    assert [(call.text, call.file, call.line) for call in each.calls] == [
        ("invoke('getTotal', { region })", "static/widget/src/api.ts", 3)
    ]


@pytest.mark.parametrize(
    ("passes_on", "takes"),
    [
        ("export * from './useInfo';\nexport * from './useTotal';\n", "useTotal"),
        ("export { useInfo } from './useInfo';\nexport { useTotal } from './useTotal';\n", "useTotal"),
        ("export { useInfo } from './useInfo';\nexport { useTotal as useSum } from './useTotal';\n", "useSum as sum"),
    ],
)
def test_a_file_that_passes_on_several_helpers_is_no_helper_itself(passes_on, takes, tmp_path):
    """App.tsx takes a harmless one, View.tsx the one that calls the resolver."""
    src = "static/widget/src"
    app = "import { useInfo } from './hooks';\nimport { View } from './View';\n"
    files = {
        f"{src}/App.tsx": f"{app}export function App() {{\n  return <b title={{useInfo()}}><View /></b>;\n}}\n",
        f"{src}/View.tsx": f"import {{ {takes} }} from './hooks';\nexport const View = () => <i>{{sum()}}</i>;\n",
        f"{src}/hooks/index.ts": passes_on,
        f"{src}/hooks/useInfo.ts": "export const useInfo = () => 'widget';\n",
        f"{src}/hooks/useTotal.ts": (
            "import { invoke } from '@forge/bridge';\nexport const useTotal = () => invoke('getTotal');\n"
        ),
    }
    assert found(copy("vite-tsx", tmp_path / "app", files)).views[0].view.file == f"{src}/View.tsx"


def test_the_calls_of_a_view_are_those_of_its_own_sources(tmp_path):
    found_views = found(copy("two-homes", tmp_path / "app")).views
    assert [[call.text for call in each.calls] for each in found_views] == [
        ["invoke('getNotes')"],
        ["invoke('getFeed')"],
    ]


def test_requests_of_a_product_are_calls(tmp_path):
    [each] = found(copy("vanilla", tmp_path / "app")).views
    assert [call.text for call in each.calls] == ["requestJira(/rest/api/3/serverInfo)"]


def test_two_modules_with_one_resource_have_one_client(tmp_path):
    app = found(copy("root-vite", tmp_path / "app"))
    assert [each.view.key for each in app.views] == ["team-panel", "team-context"]
    assert app.answers["owner_views"] == ["."]


def test_the_edit_view_of_a_widget_gets_no_client(tmp_path):
    assert [each.view.key for each in found(copy("vite-tsx", tmp_path / "app")).views] == ["sales-widget"]


CONTEXT = "  jira:issueContext:\n    - key: context\n      title: C\n      label: C\n"


def test_both_kinds_of_views(tmp_path):
    """A UI Kit view in an app with a Custom UI view: its client is below src/, where Forge's bundler is."""
    kit = f"{CONTEXT}      resource: kit\n      render: native\nresources:\n  - key: kit\n    path: src/kit.jsx\n"
    mixed = manifest("cra", ("resources:\n", kit))
    app = copy("cra", tmp_path / "app", {"manifest.yml": mixed, "src/kit.jsx": "export const A = () => <p />;\n"})
    answers = found(app).answers
    assert (answers["ui"], answers["owner_views"]) == ("custom-ui", ["static/notes", "."])


def test_views_with_several_resolvers(tmp_path):
    context = f"{CONTEXT}      resource: main\n      resolver:\n        function: second\n"
    second = "  function:\n    - key: second\n      handler: index.second\n"
    several = manifest("cra", ("  function:\n", context + second))
    app = copy("cra", tmp_path / "app", {"manifest.yml": several})
    assert found(app).answers["owner_calls"] == {"jira-issue": "function:resolver"}
    chosen = Chosen(calls={"jira-issue": "second"})
    assert found(app, chosen).answers["owner_calls"] == {"jira-issue": "function:second"}
    asked, ask = answering("second")
    found(app, Chosen(), ask=ask)
    assert [choice.flag for choice in asked] == ["--call jira-issue=resolver"]


def test_an_endpoint(tmp_path):
    remote = manifest(
        "cra",
        ("        function: resolver\n", "        endpoint: remote\n"),
        ("  function:\n", "  endpoint:\n    - key: remote\n      remote: server\n  function:\n"),
    )
    answers = found(copy("cra", tmp_path / "app", {"manifest.yml": remote})).answers
    assert answers["owner_calls"] == {"jira-issue": "endpoint:remote"}


def test_what_is_ambiguous_is_asked(tmp_path):
    asked, ask = answering(["confluence"])
    app = copy("two-homes", tmp_path / "app")
    answers = found(app, Chosen(), ask=ask).answers
    assert [(choice.message, [value for _, value in choice.options], choice.default) for choice in asked] == [
        ("Which host pages get a background script?", ["jira-issue", "confluence"], ["jira-issue", "confluence"])
    ]
    assert (answers["target"], answers["also"]) == ("confluence", [])


def test_a_folder_is_asked_for_once(tmp_path):
    asked, ask = answering("static/notes")
    app = copy("cra", tmp_path / "app", {"manifest.yml": manifest("cra", ("static/notes/build", "built/panel"))})
    answers = found(app, Chosen(), ask=ask).answers
    assert [choice.message for choice in asked] == [
        "In which folder are the sources of notes-panel, which is built to built/panel?"
    ]
    assert answers["owner_views"] == ["static/notes"]


@pytest.mark.parametrize(
    ("version", "name"),
    [
        *((version, "useSharedData") for version in ("^16", "^16.2.0", "16.x", "16.8.0", "latest")),
        *((version, "connect") for version in ("16.7.0", "~16.3.1", "^15.0.0")),
    ],
)
def test_whether_a_react_has_hooks(version, name, tmp_path):
    package = f'{{"dependencies": {{"react": "{version}", "@forge/bridge": "4.0.0"}}, "scripts": {{"build": "b"}}}}'
    view = found(copy("cra", tmp_path / "app", {"static/notes/package.json": package})).views[0].view
    assert view.lines[0].startswith(f"import {{ {name} }} from ")


def test_the_file_is_not_that_of_the_settings(tmp_path):
    """One front end for both: the component that shows the data loads it with a hook of its own."""
    src = "static/notes/src"
    bridge = "import { invoke } from '@forge/bridge';\n"
    both = "import View from './view/View';\nimport Edit from './edit/Edit';\n"
    files = {
        f"{src}/App.js": f"{both}export default () => <><View /><Edit /></>;\n",
        f"{src}/edit/Edit.js": f"{bridge}export default () => <p onClick={{() => invoke('save')}} />;\n",
        f"{src}/view/View.js": "import { useNotes } from '../hooks';\nexport default () => <p>{useNotes()}</p>;\n",
        f"{src}/hooks/index.js": "export { useNotes } from './useNotes';\n",
        f"{src}/hooks/useNotes.js": f"{bridge}export const useNotes = () => invoke('getNotes');\n",
    }
    view = found(copy("cra", tmp_path / "app", files)).views[0].view
    assert view.file == f"{src}/view/View.js"
    assert view.lines[0] == "import { useSharedData } from '../background/useSharedData';"


def test_pages_of_settings_are_no_views(tmp_path):
    settings = manifest(
        "ui-kit-js",
        (
            "  function:\n",
            "  confluence:globalSettings:\n    - key: s\n      title: S\n      function: s\n  function:\n",
        ),
    )
    answers = found(copy("ui-kit-js", tmp_path / "app", {"manifest.yml": settings}))
    assert [each.view.key for each in answers.views] == ["news-feed"]


BUNDLED = {
    "package.json": '{"scripts": {"build": "webpack"}, "dependencies": {"@forge/bridge": "^7.0.0", "react": "^18.0.0"},'
    ' "devDependencies": {"webpack": "^5.0.0"}}',
    "static/notes/package.json": None,
    "static/notes/src/App.js": None,
    "static/notes/src/index.js": None,
    "src/panel/index.jsx": "import App from './App';\nApp();\n",
    "src/panel/App.jsx": "import { invoke } from '@forge/bridge';\n"
    "export default () => { useEffect(() => { invoke('getNotes') }); };\n",
}


@pytest.mark.parametrize("named", ["src/panel", "./src/panel/"])
def test_sources_in_a_folder_of_the_apps_own_src(named, tmp_path):
    result = found(copy("cra", tmp_path / "app", BUNDLED), Chosen(sources={"notes-panel": named}))
    [view] = result.views
    assert view.view.file == "src/panel/App.jsx"
    assert view.view.lines[0] == "import { useSharedData } from '../background/useSharedData';"
    assert [call.text for call in view.calls] == ["invoke('getNotes')"]
    assert result.answers["owner_views"] == ["."]


def test_a_page_of_another_view_is_not_the_entry_of_named_sources(tmp_path):
    page = {"index.html": '<script src="/src/index.js"></script>'}
    [view] = found(
        copy("cra", tmp_path / "app", {**BUNDLED, **page}), Chosen(sources={"notes-panel": "src/panel"})
    ).views
    assert view.view.file == "src/panel/App.jsx"


def test_sources_without_a_folder_called_src(tmp_path):
    files = {name.replace("src/panel", "panel"): text for name, text in BUNDLED.items()}
    result = found(copy("cra", tmp_path / "app", files), Chosen(sources={"notes-panel": "panel"}))
    [view] = result.views
    assert view.view.file == "panel/App.jsx"
    assert view.view.lines[0] == "import { useSharedData } from './src/background/useSharedData';"
    assert result.answers["owner_views"] == ["panel"]


ESBUILD = {
    "package.json": '{"scripts": {"build:ui": "esbuild \'ui/panel/start.jsx\' --bundle --outfile=ui/panel/bundle.js",'
    ' "test": "node --test ui/panel/other.jsx"}, "dependencies": {"@forge/bridge": "^7.0.0", "react": "^18.0.0"},'
    ' "devDependencies": {"esbuild": "^0.25.0"}}',
    "static/notes/package.json": None,
    "static/notes/src/App.js": None,
    "static/notes/src/index.js": None,
    "ui/panel/index.html": '<script src="bundle.js"></script>',
    "ui/panel/index.js": "export const nothing = 1;\n",
    "ui/panel/other.jsx": "export const other = 1;\n",
    "ui/panel/start.jsx": BUNDLED["src/panel/App.jsx"],
    "manifest.yml": manifest("cra", ("static/notes/build", "ui/panel")),
}
"""A bundler that writes beside the sources, into the folder that is shown."""


def test_the_script_that_bundles_names_the_entry(tmp_path):
    app = copy("cra", tmp_path / "app", ESBUILD)
    [view] = found(app, Chosen(sources={"notes-panel": "ui/panel"})).views
    assert view.view.file == "ui/panel/start.jsx"
    assert [call.text for call in view.calls] == ["invoke('getNotes')"]


def test_the_folder_that_is_shown_is_proposed_if_it_has_components(tmp_path):
    [refusal] = refusals(copy("cra", tmp_path / "app", ESBUILD))
    assert "--view-source notes-panel=ui/panel answers it" in refusal
    moved = {name: text for name, text in ESBUILD.items() if not name.endswith(".jsx")}
    [refusal] = refusals(copy("cra", tmp_path / "other", moved))
    assert "--view-source notes-panel=FOLDER answers it" in refusal

"""What becomes of imports when files move."""

import pytest

from bgscript.change.imports import Imports

MOVED = {
    "src/runtime/handshake.ts": "own/runtime/handshake.ts",
    "src/runtime/Boundary.tsx": "own/runtime/Boundary.tsx",
    "src/platform/theme.css": "own/theme.css",
    "src/platform/events.ts": "own/platform/events.ts",
    "src/lib/index.ts": "own/lib/index.ts",
    "src/edit/config.ts": "src/config.ts",
    "server/no-qs/package.json": "own/server/no-qs/package.json",
    "tests/host.ts": "own/tests/host.ts",
}


@pytest.fixture
def imports(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "package.json").write_text('{"imports": {"#own/*.css": "./own/*.css", "#own/*": "./own/*.ts"}}')
    (tmp_path / "own/theme.css").write_text("")
    (tmp_path / "own/view.ts").write_text(
        "export { publish } from './runtime/handshake';\nexport type { State, Failure } from './runtime/handshake';\n"
    )
    (tmp_path / "own/events.ts").write_text("export { channel } from './platform/events';\n")
    return Imports(MOVED, tmp_path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import { publish } from '../runtime/handshake';", "import { publish } from '#own/view';"),
        (
            'import type { State, Failure as F } from "../runtime/handshake";',
            'import type { State, Failure as F } from "#own/view";',
        ),
        ("export { channel } from '../platform/events.ts';", "export { channel } from '#own/events';"),
        ("import { channel } from '../platform/events.js';", "import { channel } from '#own/events';"),
        # names of which no file has all
        (
            "import { State, other } from '../runtime/handshake';",
            "import { State, other } from '../../own/runtime/handshake';",
        ),
        ("import * as all from '../runtime/handshake';", "import * as all from '../../own/runtime/handshake';"),
        ("import '../runtime/handshake';", "import '../../own/runtime/handshake';"),
        ("export * from '../runtime/handshake';", "export * from '../../own/runtime/handshake';"),
        ("import { Boundary } from '../runtime/Boundary';", "import { Boundary } from '../../own/runtime/Boundary';"),
        ("import { x } from '../lib';", "import { x } from '../../own/lib';"),
        ("import { x } from '../lib/index';", "import { x } from '../../own/lib/index';"),
        ("import { parse } from '../edit/config';", "import { parse } from '../config';"),
        ("const a = await import('../platform/events');", "const a = await import('../../own/platform/events');"),
        ("type A = typeof import('../platform/events');", "type A = typeof import('../../own/platform/events');"),
        ("vi.mock('../platform/events', () => ({}));", "vi.mock('../../own/platform/events', () => ({}));"),
        (
            "const b = vi.importActual<typeof import('../platform/events')>('../platform/events');",
            "const b = vi.importActual<typeof import('../../own/platform/events')>('../../own/platform/events');",
        ),
        ("const c = require('../platform/events');", "const c = require('../../own/platform/events');"),
    ],
)
def test_an_import_follows(before, after, imports):
    assert imports.rewrite("src/mine/file.ts", f"{before}\n".encode()) == f"{after}\n".encode()


@pytest.mark.parametrize(
    "text",
    [
        "import { x } from '../contract';",
        "import { x } from 'platform/events';",
        "// import { channel } from '../platform/events';",
        "const text = '../platform/events';",
        "log('../platform/events');",
        "const text = `import { channel } from '../platform/events'`;",
        "const element = <p>import('../platform/events') is not \"code\", isn't it?</p>;",
        "import { channel } from '#own/events';",
    ],
)
def test_everything_else_stays(text, imports):
    assert imports.rewrite("src/mine/file.tsx", text.encode()) == text.encode()


def test_a_file_that_moves_keeps_what_it_imports(imports):
    text = b"import { about } from '../contract';\nimport { publish } from './handshake';\nimport x from '../x';\n"
    assert imports.rewrite("src/runtime/Boundary.tsx", text) == (
        b"import { about } from '../../src/contract';\n"
        b"import { publish } from './handshake';\nimport x from '../../src/x';\n"
    )


def test_styles_follow(imports):
    text = b"@import '../platform/theme.css';\n@import url(\"../platform/theme.css\");\n@import './mine.css';\n"
    assert imports.rewrite("src/view/view.css", text) == (
        b"@import '#own/theme.css';\n@import url(\"#own/theme.css\");\n@import './mine.css';\n"
    )


def test_a_lock_file_names_a_package_where_it_is_now(imports):
    text = b'{"a": "file:server/no-qs", "server/no-qs": {}, "resolved": "server/no-qs", "x": "a/server/no-qs"}'
    assert imports.rewrite("package-lock.json", text) == (
        b'{"a": "file:own/server/no-qs", "own/server/no-qs": {}, "resolved": "own/server/no-qs", "x": "a/server/no-qs"}'
    )


def test_without_short_names_paths_are_relative(tmp_path):
    text = b"import { publish } from '../src/runtime/handshake';\n"
    assert Imports(MOVED, tmp_path).rewrite("tests/mine.ts", text) == (
        b"import { publish } from '../own/runtime/handshake';\n"
    )

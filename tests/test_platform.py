"""The golden projects, held against Atlassian's own rules, and passing their own checks."""

import gzip
import shutil

import pytest
from conftest import BIN, GOLDEN, ROOT, install, is_forge, pretend_to_build, run, scripts, validate
from test_texts import TAKEN

PROJECTS = sorted(path.name for path in GOLDEN.iterdir())


def test_atlassian_s_validator_finds_nothing(installed, built):
    folders = [folder for folder in installed.values() if is_forge(folder)]
    assert validate(folders) == {str(folder): [] for folder in folders}


def test_the_validator_can_find_something(built, tmp_path):
    """Or a broken harness would look like a valid project."""
    manifest = (built["home-dashboard"] / "manifest.yml").read_text()
    (tmp_path / "manifest.yml").write_text(manifest)  # without the built front ends
    assert any("build" in finding for finding in validate([tmp_path])[str(tmp_path)])


def test_no_text_makes_a_manifest_invalid(bgscript, tmp_path):
    for number, text in enumerate(TAKEN):
        flags = [f"--view-title={text}", f"--description={text}", "--no-git"]
        assert bgscript("new", f"p{number}", "--yes", *flags).code == 0
        pretend_to_build(tmp_path / f"p{number}")
    folders = [tmp_path / f"p{number}" for number in range(len(TAKEN))]
    assert validate(folders) == {str(folder): [] for folder in folders}


@pytest.mark.parametrize("name", PROJECTS)
@pytest.mark.parametrize("script", ["typecheck", "lint", "test", "validate"])
def test_a_new_project_passes_its_own_checks(name, script, installed):
    done = run(BIN / "npm", "run", "--silent", script, cwd=installed[name])
    assert done.code == 0, done.out + done.err


@pytest.mark.parametrize("name", [name for name in PROJECTS if "build" in scripts(GOLDEN / name)])
def test_the_background_script_is_small(name, built):
    files = [path.read_bytes() for path in (built[name] / "build" / "background").rglob("*") if path.is_file()]
    size = sum(len(gzip.compress(content)) for content in files)
    print(f"{name}: background script, all files: {size} bytes gzip")
    assert size <= 20_000


def test_the_projects_are_tested_with_the_versions_they_ask_for():
    """tests/platform/package.json is made by tools/lock_platform.py; a forgotten run is found here."""
    done = run(BIN / "python", ROOT / "tools" / "lock_platform.py", "--check", cwd=ROOT)
    assert done.code == 0, done.err


MISTAKE = """
import { expect, test, vi } from 'vitest';
import { host } from './host';
import { publish } from '../src/runtime/handshake';
import { channel } from '../src/platform/events';
import { start } from './uikit';

test('a mistake in View.tsx is told in its place', async () => {
  host.reset(true);
  await publish(channel, () => Promise.resolve({ loadedAt: '2026-01-01T00:00:00.000Z', items: [] }));
  const view = await start('view');
  await vi.waitFor(() => expect(view.text()).toMatch(/This could not be shown:\\s+my mistake/), 3_000);
  expect(view.get('Box').props['data-state']).toBe('ready');
});
"""


def test_a_mistake_in_the_owner_s_view_leaves_the_rest_on_the_page(platform, tmp_path):
    project = install(shutil.copytree(GOLDEN / "confluence-ui-kit", tmp_path / "project"))
    view = project / "src" / "view" / "View.tsx"
    source = view.read_text()
    broken = source.replace("    case 'ready':\n", "    case 'ready':\n      throw new Error('my mistake');\n")
    assert broken != source
    view.write_text(broken)
    (project / "tests" / "mistake.test.ts").write_text(MISTAKE)
    done = run(BIN / "npx", "vitest", "run", "tests/mistake.test.ts", cwd=project)
    assert done.code == 0, done.out + done.err

"""Compiled templates are kept in the user's cache folder, and change nothing but the time that it takes."""

import os

import pytest
from jinja2 import Environment, StrictUndefined, Undefined
from jinja2.sandbox import SandboxedEnvironment

from bgscript.template.compiled import Compiled

SOURCE = "{% if one %}{{ one }}{% endif %}\n!\n"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cache" / "bgscript" / "templates"


def filled(file):
    """A cache file with one template."""
    compiled = Compiled(file)
    compiled.template(Environment(), SOURCE)
    compiled.save()
    return file


def is_hit(file, environment=None):
    """Whether a cache has the template for an environment: then nothing is compiled."""
    found = environment or Environment()
    found.compile = None  # type: ignore[method-assign]
    try:
        return Compiled(file).template(found, SOURCE).render(one=1) == "1\n!"
    except TypeError:
        return False


def test_what_was_compiled_is_not_compiled_again(file):
    assert not is_hit(file)
    assert is_hit(filled(file))
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize(
    "other",
    [
        Environment(trim_blocks=True),
        Environment(undefined=StrictUndefined),
        Environment(block_start_string="[%"),
        Environment(autoescape=True),
        Environment(extensions=["jinja2.ext.do"]),
        SandboxedEnvironment(),
    ],
    ids=["trim", "undefined", "blocks", "escape", "extension", "sandbox"],
)
def test_another_environment_has_code_of_its_own(other, file):
    assert not is_hit(filled(file), other)


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"not marshalled", b"i\x01\0\0\0"], ids=["empty", "null", "text", "number"]
)
def test_a_file_that_is_no_cache_is_written_anew(content, file):
    filled(file).write_bytes(content)
    assert not is_hit(file)
    assert is_hit(filled(file))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o666, 0o620])
def test_what_others_may_write_is_not_run(mode, file):
    filled(file).chmod(mode)
    assert not is_hit(file)
    file.chmod(0o600)
    file.parent.chmod(mode | 0o111)
    assert not is_hit(file)


def test_a_link_is_not_followed(file, tmp_path):
    filled(file).rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert not is_hit(file)


def test_a_folder_that_cannot_be_made_is_no_failure(tmp_path):
    (tmp_path / "cache").write_text("a file")
    compiled = Compiled(tmp_path / "cache" / "templates")
    assert compiled.template(Environment(), SOURCE).render(one=1) == "1\n!"
    compiled.save()
    assert (tmp_path / "cache").read_text() == "a file"


def test_a_template_of_another_folder_has_its_own_path_in_messages(file, tmp_path):
    """An update unpacks templates into a new folder each time."""
    from jinja2 import FileSystemLoader

    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page").write_text("first\n{{ 1 / zero }}\n")
        compiled = Compiled(file)
        environment = Environment(loader=FileSystemLoader(tmp_path / name), bytecode_cache=compiled)
        template = environment.get_template("page")
        assert template.filename == str(tmp_path / name / "page")
        with pytest.raises(ZeroDivisionError) as raised:
            template.render(zero=0)
        assert [str(entry.path) for entry in raised.traceback][-1] == str(tmp_path / name / "page")
        compiled.save()


def test_undefined_names_are_as_the_environment_wants_them(file):
    filled(file)
    assert Compiled(file).template(Environment(undefined=Undefined), "{{ nothing }}").render() == ""


@pytest.mark.usefixtures("git")
def test_a_project_is_the_same_with_and_without_a_cache(bgscript, tmp_path):
    made = []
    for number, cache in enumerate(["", str(tmp_path / "cache"), str(tmp_path / "cache")]):
        done = bgscript("new", f"app{number}", "--yes", "--app-name=App", "--no-git", env={"BGSCRIPT_CACHE": cache})
        assert done.code == 0
        folder = tmp_path / f"app{number}"
        made.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert made[0] == made[1] == made[2]
    assert len(list((tmp_path / "cache").iterdir())) == 1

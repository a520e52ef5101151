"""From ``--from FILE`` to answers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bgscript.documents.document import parse
from bgscript.documents.walk import DESCRIPTOR, MANIFEST
from bgscript.importing import connect, forge
from bgscript.importing.facts import Facts
from bgscript.importing.left import Left, not_carried
from bgscript.importing.reading import read
from bgscript.system.errors import UsageError
from bgscript.template import lifecycle, templates
from bgscript.template.questions import Answers, Given, Questionnaire
from bgscript.template.templates import Template


def facts_in(path: str, template: Template, questionnaire: Questionnaire, chosen: Mapping[str, Any]) -> Facts:
    """What the file of ``--from`` says.

    Args:
        path: the file, or the app's folder.
        template: the template of the new project; its lifecycle.yml has the modules of each target.
        questionnaire: its questions.
        chosen: valid answers that somebody gave, which override the file.

    Raises:
        UsageError: it cannot be read, or has no target and nobody chose one.
    """
    context = {each.question.name: each.value for each in questionnaire.evaluate({}, "app")}
    by_name = {question.name: question for question in questionnaire}

    def accepts(name: str, value: Any) -> bool:
        return name in by_name and not questionnaire.problem(by_name[name], value, context)

    facts = Facts(read(path), accepts)
    targets = lifecycle.targets(template) or lifecycle.targets(templates.current())
    is_known = connect.read(facts, chosen) if facts.source.is_connect else forge.read(facts, targets, chosen)
    if not is_known:
        problem = f"--from {facts.source.file}: none of its modules shows where the app is"
        raise UsageError([problem], "choose a target: --target; `bgscript targets` lists them")
    return facts


def answers_in(
    facts: Facts, questionnaire: Questionnaire, others: Mapping[str, Given], folder: str
) -> dict[str, Given]:
    """The answers to the questions that apply, without those in ``others``, which override them."""
    found = facts.given([question.name for question in questionnaire if question.name not in others])
    while True:
        evaluated = questionnaire.evaluate({**found, **others}, folder)
        idle = [each.question.name for each in evaluated if not each.applies and each.question.name in found]
        if not idle:
            return found
        del found[idle[0]]  # the first one: whether the others apply can depend on it


def left_in(facts: Facts, answers: Answers, questionnaire: Questionnaire, project: Path) -> list[Left]:
    """What of the file is not in a new project, which is in a folder."""
    file = project / (DESCRIPTOR if facts.source.is_connect else MANIFEST)
    result = parse(file.read_bytes(), file.name) if file.is_file() else None
    return not_carried(facts, answers, questionnaire, result)

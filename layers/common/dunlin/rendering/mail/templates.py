"""Templates as the API and the services need them: checked, with their variables, and the shipped ones by id."""

from dataclasses import replace
from functools import cache
from typing import Any

from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.template import LANGUAGES, Template, TemplateKind, Variable, language
from dunlin.rendering.locales import choose
from dunlin.rendering.mail import sandbox, shipped, values
from dunlin.rendering.mail.example import example
from dunlin.rendering.mail.variables import LINE, LINES, VARIABLES


def check_template(template: Template) -> None:
    """Raises InvalidInput with everything that is wrong with its texts. Nothing of them is run."""
    problems: list[Problem] = []
    if not template.texts:
        problems.append(Problem("/texts", "give a text in one language or more"))
    for tag, text in template.texts.items():
        where = f"/texts/{tag}"
        if language(tag) not in LANGUAGES:
            told = f"a mail's labels come in {', '.join(LANGUAGES)}; a text in {tag} would stand between foreign labels"
            problems.append(Problem(where, told))
        empty = [name for name in ("subject", "body") if not getattr(text, name).strip()]
        problems += [Problem(f"{where}/{name}", "must say something") for name in empty]
        problems += sandbox.check(text.subject, template.kind, where=f"{where}/subject", longest=sandbox.LONGEST_LINE)
        problems += sandbox.check(text.body, template.kind, where=f"{where}/body")
        problems += sandbox.check(text.button, template.kind, where=f"{where}/button", longest=sandbox.LONGEST_LINE)
    if problems:
        raise InvalidInput("The template cannot be taken.", *problems)


@cache
def variables() -> tuple[Variable, ...]:
    """What texts may name, each with what it holds in the example."""
    return tuple(replace(each, example=_example(each)) for each in VARIABLES)


@cache
def shipped_templates() -> dict[str, Template]:
    """Dunlin's own, by id."""
    return {template.template_id: template for template in map(shipped.default, TemplateKind)}


def _example(variable: Variable) -> str:
    # The last that has something to say: a receipt a payment, a reminder the days that have passed, and its costs.
    kinds = (
        TemplateKind.AUTOPAY_FAILED,
        TemplateKind.REMINDER_FINAL,
        TemplateKind.RECEIPT,
        TemplateKind.REMINDER_FRIENDLY,
    )
    if variable.type == "flag":
        return "yes"
    if variable.name == LINES:
        return ", ".join(line["name"] for line in _values(kinds[-1])[LINES])
    group, _, name = variable.name.partition(".")
    found = (_values(kind)[LINES][0][name] if group == LINE else _values(kind)[group][name] for kind in reversed(kinds))
    return next(filter(None, found), "")


@cache
def _values(kind: TemplateKind) -> Any:
    return values.of(example(kind), choose("en"))

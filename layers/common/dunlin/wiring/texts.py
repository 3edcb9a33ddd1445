"""The texts of mails and the workflows of reminders, each in versions."""

from functools import cache

from dunlin import wiring
from dunlin.adapters.dynamodb.templates import dynamo_templates
from dunlin.adapters.dynamodb.versions import Versions
from dunlin.adapters.dynamodb.workflows import dynamo_workflows
from dunlin.domain.dunning.workflow import STANDARD, Workflow, standard
from dunlin.domain.mail import MailContent
from dunlin.domain.template import Template, Variable
from dunlin.services.ports.records import TemplateChecker


@cache
def templates() -> Versions[Template]:
    """Port `Templates`."""
    wiring.bind_tables()
    return dynamo_templates(shipped=wiring.shipped_templates())


@cache
def shipped_templates() -> dict[str, Template]:
    """The templates that Dunlin brings, by id."""
    from dunlin.rendering.mail import templates as made

    return made.shipped_templates()


@cache
def template_checker() -> TemplateChecker:
    """What judges users' texts before they are stored."""
    from dunlin.rendering.mail.templates import check_template

    return check_template


def template_variables() -> tuple[Variable, ...]:
    """What texts may name."""
    from dunlin.rendering.mail.templates import variables

    return variables()


def example_of(template: Template, tag: str) -> MailContent:
    """The example invoice, as this template says it in one of its languages."""
    from dunlin.rendering.mail import example

    return example.example_of(template, tag)


@cache
def workflows() -> Versions[Workflow]:
    """Port `Workflows`."""
    wiring.bind_tables()
    return dynamo_workflows(shipped={STANDARD: standard()})

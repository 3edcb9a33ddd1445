"""A workflow is judged with what it names: its seller and its templates."""

from typing import Any

from dunlin.domain.dunning.workflow import Step
from dunlin.domain.errors import InvalidInput
from dunlin.domain.template import Template, TemplateKind
from dunlin.services.check_workflow import check_workflow
from tests.builders import a_seller, a_template, a_workflow
from tests.fakes import FakeSellers, FakeTemplates


def wrong(*templates: Template, **changes: Any) -> dict[str, str]:
    sellers, stored = FakeSellers(), FakeTemplates()
    sellers.put(a_seller(version=0))
    for each in templates:
        stored.put(each)
    try:
        check_workflow(a_workflow(**changes), sellers=sellers, templates=stored)
    except InvalidInput as refused:
        return {each.where: each.message for each in refused.problems}
    return {}


def with_template(**changes: Any) -> dict[str, str]:
    template = a_template(**{"kind": TemplateKind.REMINDER_FIRM, **changes})
    return wrong(template, steps=(Step(5, "tpl_1"),))


def test_a_template_for_reminders_is_taken() -> None:
    assert with_template() == {}


def test_a_template_that_is_no_reminder_is_refused() -> None:
    told = with_template(kind=TemplateKind.INVOICE)["/steps/0/template_id"]
    assert told.startswith("a template of kind invoice is not for this; use one of kind reminder_friendly or")


def test_an_archived_or_unknown_template_is_refused() -> None:
    assert with_template(archived=True) == {"/steps/0/template_id": "template tpl_1 is archived: choose another"}
    assert wrong(steps=(Step(5, "tpl_9"),)) == {"/steps/0/template_id": "there is no template tpl_9"}


def test_a_template_of_another_sellers_is_refused() -> None:
    told = with_template(seller_id="sel_2")
    assert told == {"/steps/0/template_id": "template tpl_1 is for another seller's invoices"}


def test_an_unknown_seller_is_told_with_the_rest() -> None:
    assert list(wrong(seller_id="sel_9", steps=(Step(5, "tpl_9"), Step(15, "tpl_9")), override="so")) == [
        "/seller_id", "/steps/0/template_id", "/steps/1/template_id", "/override",
    ]  # fmt: skip

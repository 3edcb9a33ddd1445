"""Port `Templates`: the fake and DynamoDB keep the same promises."""

from dataclasses import replace

import pytest

from dunlin import wiring
from dunlin.domain.errors import Conflict, NotFound, StaleVersion
from dunlin.domain.template import Text
from dunlin.services.ports.records import Templates
from tests.builders import a_template
from tests.fakes import FakeTemplates
from tests.wire import tapped


@pytest.fixture(params=["fake", "dynamodb"])
def templates(request: pytest.FixtureRequest) -> Templates:
    if request.param == "fake":
        return FakeTemplates(shipped=wiring.shipped_templates())
    request.getfixturevalue("aws_world")
    wiring.templates.cache_clear()
    return wiring.templates()


def test_versions_stay_as_they_were_written(templates: Templates) -> None:
    first = templates.put(a_template())
    second = templates.put(replace(first, texts={"de": Text("Rechnung", "Bitte zahlen", "Zahlen")}))

    assert (first.version, second.version) == (1, 2)
    assert templates.get("tpl_1") == second
    assert templates.get("tpl_1", 1) == first
    assert templates.versions("tpl_1") == (second, first)


def test_only_the_newest_version_can_be_revised(templates: Templates) -> None:
    first = templates.put(a_template())
    templates.put(first)

    for old in (first, a_template(), replace(first, version=7)):
        with pytest.raises(StaleVersion):
            templates.put(old)
    assert templates.get("tpl_1").version == 2


def test_the_newest_of_each_are_listed_by_name(templates: Templates) -> None:
    templates.put(templates.put(a_template()))
    templates.put(a_template(template_id="tpl_2", name="archived", archived=True))
    page = templates.list(limit=1)

    assert [(each.name, each.archived) for each in page.items] == [("archived", True)]
    rest = templates.list(limit=5, after=page.next)
    assert [(each.name, each.version) for each in rest.items] == [("Ours", 2)]
    assert rest.next is None


def test_shipped_templates_are_read_and_never_written(templates: Templates) -> None:
    shipped = templates.get("default_receipt")

    assert templates.get("default_receipt", 1) == shipped
    assert templates.versions("default_receipt") == (shipped,)
    with pytest.raises(Conflict):
        templates.put(shipped)
    with pytest.raises(NotFound):
        templates.get("default_receipt", 2)


def test_what_is_unknown_is_not_found(templates: Templates) -> None:
    for ask in (lambda: templates.get("tpl_9"), lambda: templates.get("tpl_9", 1), lambda: templates.versions("tpl_9")):
        with pytest.raises(NotFound):
            ask()


def test_a_version_is_read_once_while_the_function_is_warm(aws_world: None) -> None:
    wiring.templates.cache_clear()
    wiring.templates().put(a_template())
    with tapped() as wire:
        for _ in range(3):
            wiring.templates().get("tpl_1", 1)
            wiring.templates().get("default_invoice", 1)

    assert wire.calls == ["dynamodb.GetItem"]

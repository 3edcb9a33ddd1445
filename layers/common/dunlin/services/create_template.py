"""Create a template: its texts are judged, then its first version is written."""

from collections.abc import Mapping
from datetime import datetime

from dunlin.domain.errors import InvalidInput, NotFound, Problem
from dunlin.domain.template import Template, TemplateKind, Text
from dunlin.domain.timeline import Actor
from dunlin.services.ports.records import NewId, Sellers, TemplateChecker, Templates


def create_template(
    kind: TemplateKind,
    *,
    name: str,
    texts: Mapping[str, Text],
    seller_id: str,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    check: TemplateChecker,
    sellers: Sellers,
    templates: Templates,
) -> Template:
    """Version 1. Raises InvalidInput with everything that is wrong with the texts, or for an unknown seller."""
    template = Template(
        template_id=new_id("tpl"),
        version=0,
        name=name,
        kind=kind,
        texts=texts,
        seller_id=seller_id,
        created_at=now,
        created_by=actor.name,
    )
    check(template)
    _known(seller_id, sellers)
    return templates.put(template)


def _known(seller_id: str, sellers: Sellers) -> None:
    try:
        if seller_id:
            sellers.get(seller_id)
    except NotFound as missing:
        raise InvalidInput(str(missing), Problem("/seller_id", str(missing))) from missing

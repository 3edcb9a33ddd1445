"""Revise a template: a new version beside the old ones, which mails that were planned with them still use."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from dunlin.domain.errors import Conflict, StaleVersion
from dunlin.domain.template import Template, Text
from dunlin.domain.timeline import Actor
from dunlin.services.ports.records import TemplateChecker, Templates


def revise_template(
    template_id: str,
    *,
    name: str | None = None,
    texts: Mapping[str, Text | None] | None = None,
    archived: bool | None = None,
    version: int | None,
    actor: Actor,
    now: datetime,
    check: TemplateChecker,
    templates: Templates,
) -> Template:
    """The template with what is given; a text of None is taken out. What changes nothing writes nothing.

    Raises StaleVersion when it is not at `version`, Conflict for a shipped one, InvalidInput for texts that are wrong.
    """
    before = templates.get(template_id)
    if before.shipped:
        raise Conflict(f"{template_id} is shipped with Dunlin: make a template of your own from it", code="read_only")
    if version not in {None, before.version}:
        raise StaleVersion(f"the template is at version {before.version}, not {version}: read it again")
    merged = {**before.texts, **(texts or {})}
    after = replace(
        before,
        name=before.name if name is None else name,
        texts={tag: text for tag, text in merged.items() if text is not None},
        archived=before.archived if archived is None else archived,
    )
    if after == before:
        return before
    check(after)
    return templates.put(replace(after, created_at=now, created_by=actor.name))

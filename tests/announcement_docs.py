"""The schemas and the list of events, written from the tables of `domain.announcement`."""

from pathlib import Path
from typing import Any

from dunlin.domain.announcement.announcement import VERSION
from dunlin.domain.announcement.fields import FACTS, Shape
from dunlin.domain.announcement.kinds import KINDS, UNPUBLISHED, Kind
from dunlin.domain.timeline import ActorKind

DOCS = Path(__file__).parents[1] / "docs"
PAGE, SCHEMA = DOCS / "events.md", DOCS / "events.schema.json"
BEGIN = "<!-- from here on written by `make golden` -->\n"
_ACTOR = {
    "type": "object",
    "required": ["kind", "name"],
    "properties": {"kind": {"enum": [each.value for each in ActorKind]}, "name": {"type": "string"}},
}


def schema() -> dict[str, Any]:
    """JSON Schema of every event, as a consumer receives it; each type's detail also stands by itself in `$defs`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Events of Dunlin, version {VERSION}",
        "type": "object",
        "required": ["source", "detail-type", "detail"],
        "properties": {"source": {"const": "dunlin"}},
        "oneOf": [
            {"properties": {"detail-type": {"const": name}, "detail": {"$ref": f"#/$defs/{name}"}}} for name in KINDS
        ],
        "$defs": {name: _detail(name, kind) for name, kind in KINDS.items()},
    }


def types() -> str:
    """The part of the page that lists types and facts."""
    return "\n".join(
        (
            "\n## Types\n\n| `detail-type` | what has happened | `data` (in parentheses: where there is any) |",
            "|---|---|---|",
            *(
                f"| `{name}` | {kind.means} | {_named(kind)} |"
                for name, kind in KINDS.items()
                if name not in UNPUBLISHED
            ),
            "\n## Facts\n\n| fact | JSON | what it means |",
            "|---|---|---|",
            *(f"| `{name}` | {_TOLD[fact.shape]} | {fact.means} |" for name, fact in FACTS.items()),
            "",
        )
    )


_TOLD = {
    Shape.ID: "id",
    Shape.CODE: "code",
    Shape.WHOLE: "integer",
    Shape.CURRENCY: "code",
    Shape.DAY: "day (`2026-12-31`)",
    Shape.INSTANT: "instant (RFC 3339)",
    Shape.LINE: "text",
}


def _named(kind: Kind) -> str:
    sometimes = ", ".join(f"`{name}`" for name in kind.sometimes)
    always = ", ".join(f"`{name}`" for name in kind.always)
    return f"{always} ({sometimes})" if sometimes else always


def _detail(name: str, kind: Kind) -> dict[str, Any]:
    told = {each: _fact(FACTS[each].shape) for each in (*kind.always, *kind.sometimes)}
    properties = {
        "version": {"const": VERSION},
        "id": _fact(Shape.ID),
        "type": {"const": name},
        "at": _fact(Shape.INSTANT),
        "invoice_id": _fact(Shape.ID),
        "actor": _ACTOR,
        "data": {"type": "object", "required": [*kind.always], "properties": told},
    }
    required = [each for each in properties if kind.of_invoice or each != "invoice_id"]
    return {"description": kind.means, "type": "object", "required": required, "properties": properties}


def _fact(shape: Shape) -> dict[str, Any]:
    return {"type": "integer"} if shape is Shape.WHOLE else {"type": "string", "pattern": f"^({shape.value})$"}

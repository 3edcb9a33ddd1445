"""Templates, as callers give and get them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from api.bodies.common import Given, Shown
from dunlin.domain.template import Template, TemplateKind, Text

# More is judged, and told, with the rest of what is wrong with a text.
_Body = Annotated[str, Field(max_length=200_000, description="markdown with variables; at most 10,000 characters")]
_Line = Annotated[str, Field(max_length=1_000, pattern=r"^[^\r\n]*$")]
Tag = Annotated[str, Field(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", examples=["de", "de-CH"])]
_ONLY = {"additionalProperties": False}
Name = Annotated[str, Field(min_length=1, max_length=100)]
SellerId = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,64}$", description="empty: for every seller")]


class TextBody(Given):
    """What a mail says in one language."""

    subject: _Line
    body: _Body
    button: _Line = Field("", description="the label of the button; empty: the shipped one")

    def to_domain(self) -> Text:
        """The domain's text."""
        return Text(self.subject, self.body, self.button)


class TextShown(Shown):
    """What a mail says in one language."""

    subject: str
    body: str
    button: str


class NewTemplate(Given):
    """A template to create."""

    name: Name
    kind: TemplateKind
    texts: Annotated[dict[Tag, TextBody], Field(max_length=12, description="by BCP 47 tag", json_schema_extra=_ONLY)]
    seller_id: SellerId = ""

    def texts_to_domain(self) -> dict[str, Text]:
        """The domain's texts."""
        return {tag: text.to_domain() for tag, text in self.texts.items()}


class TemplatePatch(Given):
    """What is given changes, as a new version. A text of null is taken out."""

    name: Name | None = None
    texts: Annotated[dict[Tag, TextBody | None], Field(max_length=12, json_schema_extra=_ONLY)] | None = None
    archived: bool | None = None


class TemplateShown(Shown):
    """One version of a template."""

    template_id: str
    version: int
    name: str
    kind: TemplateKind
    seller_id: str
    shipped: bool = Field(description="Dunlin's own, which stays as it is")
    archived: bool
    texts: dict[str, TextShown]
    created_at: datetime | None
    created_by: str


class PreviewBody(Given):
    """A stored template by its id, or one that is still being written."""

    template_id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,64}$")] = ""
    version: Annotated[int, Field(ge=1)] | None = None
    template: NewTemplate | None = None
    invoice_id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,64}$", description="empty: an example")] = ""
    language: Annotated[str, Field(pattern="^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")] = ""


class VariableShown(Shown):
    """A name that texts may use, between double braces."""

    name: str
    type: str
    description: str
    example: str
    kinds: list[TemplateKind] = Field(description="the templates that may name it")


def shown(template: Template) -> TemplateShown:
    """A template as callers get it."""
    names = ("template_id", "version", "name", "kind", "seller_id", "shipped", "archived", "created_at", "created_by")
    plain: dict[str, Any] = {name: getattr(template, name) for name in names}
    return TemplateShown(**plain, texts={tag: TextShown.model_validate(text) for tag, text in template.texts.items()})

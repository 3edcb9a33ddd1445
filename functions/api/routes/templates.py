"""Templates: `/v1/templates` and what their texts may name."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from api import cursors, leads, versions
from api.access import READ, SEND, actor
from api.bodies.common import Shown
from api.bodies.templates import NewTemplate, PreviewBody, TemplatePatch, TemplateShown, VariableShown, shown
from dunlin import wiring
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.template import Template, TemplateKind
from dunlin.services.create_template import create_template
from dunlin.services.preview_template import preview_template
from dunlin.services.revise_template import revise_template

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
LIST = "templates"


class TemplateList(Shown):
    """A page of templates: your own by name, the shipped ones after them."""

    items: list[TemplateShown]
    next_cursor: str | None


class VersionList(Shown):
    """All versions, newest first."""

    items: list[TemplateShown]


class VariableList(Shown):
    """All variables."""

    items: list[VariableShown]


class TemplatePreviewShown(Shown):
    """What a mail would say."""

    subject: str
    text: str
    html: str


@router.get("/v1/templates", tags=["templates"], summary="List templates", middlewares=[READ])
def list_templates(
    limit: Annotated[int, Query(ge=1, le=200)] = 50, cursor: Annotated[str | None, Query()] = None
) -> TemplateList:
    """The newest version of each."""
    page = wiring.templates().list(limit=limit, after=cursors.decode(cursor, of=LIST))
    last = () if page.next else wiring.shipped_templates().values()
    items = [shown(each) for each in (*page.items, *last)]
    return TemplateList(items=items, next_cursor=cursors.encode(page.next, of=LIST))


@router.post(
    "/v1/templates",
    tags=["templates"],
    summary="Create a template",
    status_code=201,
    middlewares=[SEND],
    responses={
        201: leads.answer(
            TemplateShown,
            "GET /v1/templates/{template_id}",
            "PATCH /v1/templates/{template_id}",
            "DELETE /v1/templates/{template_id}",
            "GET /v1/templates/{template_id}/versions",
            "GET /v1/templates/{template_id}/versions/{version}",
            headers=("ETag", "Location"),
        )
    },
)
def post_template(body: NewTemplate) -> Response[TemplateShown]:
    """Its first version. Texts name variables only; everything that is wrong with them is told at once."""
    template = create_template(
        body.kind,
        name=body.name,
        texts=body.texts_to_domain(),
        seller_id=body.seller_id,
        actor=actor(router),
        now=wiring.now(),
        new_id=wiring.new_id,
        check=wiring.template_checker(),
        sellers=wiring.sellers(),
        templates=wiring.templates(),
    )
    location = f"/v1/templates/{template.template_id}"
    return versions.tagged(shown(template), template.version, status=201, location=location)


@router.post("/v1/templates/preview", tags=["templates"], summary="Preview a template", middlewares=[READ])
def preview(body: PreviewBody) -> TemplatePreviewShown:
    """As a real invoice's mail would say it, or with an example. Leaves nothing behind."""
    made = preview_template(
        _previewed(body),
        invoice_id=body.invoice_id,
        language=body.language,
        now=wiring.now(),
        invoices=wiring.invoices(),
        customers=wiring.customers(),
        sellers=wiring.sellers(),
        check=wiring.template_checker(),
        example=wiring.example_of,
        render=wiring.mail_renderer(),
    )
    return TemplatePreviewShown(subject=made.subject, text=made.text, html=made.html)


@router.get("/v1/templates/<template_id>", tags=["templates"], summary="Get a template", middlewares=[READ])
def get_template(template_id: Id) -> Response[TemplateShown]:
    """The newest version, with its ETag."""
    return _tagged(wiring.templates().get(template_id))


@router.patch("/v1/templates/<template_id>", tags=["templates"], summary="Revise a template", middlewares=[SEND])
def patch_template(template_id: Id, body: TemplatePatch) -> Response[TemplateShown]:
    """A new version. With `If-Match`, only if the template is still at that version."""
    return _tagged(_revised(template_id, body))


@router.delete("/v1/templates/<template_id>", tags=["templates"], summary="Archive a template", middlewares=[SEND])
def delete_template(template_id: Id) -> Response[TemplateShown]:
    """No new mail uses it; those that are planned still do. A PATCH with `archived: false` brings it back."""
    return _tagged(_revised(template_id, TemplatePatch(archived=True)))


@router.get("/v1/templates/<template_id>/versions", tags=["templates"], summary="List versions", middlewares=[READ])
def list_versions(template_id: Id) -> VersionList:
    """Every version there was, newest first."""
    return VersionList(items=[shown(each) for each in wiring.templates().versions(template_id)])


@router.get(
    "/v1/templates/<template_id>/versions/<version>", tags=["templates"], summary="Get a version", middlewares=[READ]
)
def get_version(template_id: Id, version: Annotated[int, Path(ge=1)]) -> TemplateShown:
    """One version, which never changes."""
    return shown(wiring.templates().get(template_id, version))


@router.get("/v1/template-variables", tags=["templates"], summary="List variables", middlewares=[READ])
def list_variables(kind: Annotated[TemplateKind | None, Query()] = None) -> VariableList:
    """What texts may name: in templates of one kind, or in any."""
    known = (each for each in wiring.template_variables() if kind is None or each.suits(kind))
    return VariableList(
        items=[
            VariableShown(
                name=each.name,
                type=each.type,
                description=each.description,
                example=each.example,
                kinds=list(each.kinds or TemplateKind),
            )
            for each in known
        ]
    )


def _tagged(template: Template) -> Response[TemplateShown]:
    return versions.tagged(shown(template), template.version)


def _revised(template_id: str, body: TemplatePatch) -> Template:
    return revise_template(
        template_id,
        name=body.name,
        texts={tag: text.to_domain() if text else None for tag, text in (body.texts or {}).items()},
        archived=body.archived,
        version=versions.wanted(router),
        actor=actor(router),
        now=wiring.now(),
        check=wiring.template_checker(),
        templates=wiring.templates(),
    )


def _previewed(body: PreviewBody) -> Template:
    if body.template:
        return Template("tpl_preview", 1, body.template.name, body.template.kind, body.template.texts_to_domain())
    if not body.template_id:
        raise InvalidInput("Nothing to preview.", Problem("", "give `template_id` or `template`"))
    return wiring.templates().get(body.template_id, body.version)

"""Sending, and what came of it: `/v1/invoices/{id}/preview`, `/send`, `/emails`."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Path
from pydantic import Field

from api import leads
from api.access import READ, SEND, actor, origin
from api.bodies.common import Shown
from api.bodies.mails import EmailDetail, EmailShown, MessageShown, email, email_detail
from api.bodies.mails import message as shown_message
from api.bodies.messages import ResendBody
from api.bodies.sends import SendBody
from api.files import file
from api.repeats import once
from dunlin import wiring
from dunlin.domain.email import Email
from dunlin.domain.errors import NotFound
from dunlin.domain.message import Header
from dunlin.services.plan_send import plan_send
from dunlin.services.preview_send import preview_send
from dunlin.services.resend_email import resend_email

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
Optional = Annotated[SendBody, Body()]


class RecipientShown(Shown):
    """Who would get it."""

    address: str
    name: str
    header: Header


class PreviewShown(Shown):
    """What would leave."""

    subject: str
    text: str
    html: str
    recipients: list[RecipientShown]
    warnings: list[str]
    pdf: str
    size: int = Field(description="bytes of each mail, about: its PDF is estimated")


class EmailList(Shown):
    """All e-mails about an invoice, newest first."""

    items: list[EmailShown]


@router.post("/v1/invoices/<invoice_id>/preview", tags=["sending"], summary="Preview a send", middlewares=[READ])
def preview(invoice_id: Id, body: Optional = SendBody()) -> PreviewShown:  # noqa: B008 - immutable in effect
    """Made by the renderer that makes the mail; leaves nothing behind."""
    made = preview_send(
        invoice_id,
        body.to_domain(),
        now=wiring.now(),
        invoices=wiring.invoices(),
        customers=wiring.customers(),
        shelf=wiring.shelf(),
        render=wiring.mail_renderer(),
        own_link=wiring.addresses(origin(router)).preview(),
    )
    return PreviewShown(
        subject=made.mail.subject,
        text=made.mail.text,
        html=made.mail.html,
        recipients=[RecipientShown.model_validate(each) for each in made.recipients],
        warnings=list(made.warnings),
        pdf=f"/v1/invoices/{invoice_id}/pdf",
        size=made.size,
    )


@router.post(
    "/v1/invoices/<invoice_id>/send",
    tags=["sending"],
    summary="Send, now or later",
    status_code=202,
    middlewares=[SEND],
    responses={
        202: leads.answer(
            MessageShown,
            "GET /v1/messages/{message_id}",
            "POST /v1/messages/{message_id}/cancel",
            "POST /v1/messages/{message_id}/reschedule",
            "GET /v1/invoices/{invoice_id}/emails",
            "GET /v1/invoices/{invoice_id}/emails/{email_id}",
            "GET /v1/invoices/{invoice_id}/emails/{email_id}/eml",
            "POST /v1/invoices/{invoice_id}/emails/{email_id}/resend",
            named={"email_id": "emails/0/email_id"},
            headers=("Location",),
        )
    },
)
def send(invoice_id: Id, body: Optional = SendBody()) -> Response[MessageShown]:  # noqa: B008 - immutable in effect
    """Queued or scheduled; what became of it is under `/emails`. Needs an `Idempotency-Key`."""

    def plan(key: str) -> dict[str, object]:
        message, emails = plan_send(
            invoice_id,
            body.to_domain(),
            key=key,
            actor=actor(router),
            now=wiring.now(),
            new_id=wiring.new_id,
            messages=wiring.messages(),
            outbox=wiring.outbox(),
            schedules=wiring.schedules(),
            shelf=wiring.shelf(),
        )
        return shown_message(message, emails).model_dump(mode="json")

    planned = MessageShown.model_validate(once(router, plan))
    location = {"Location": f"/v1/invoices/{invoice_id}/emails"}
    return Response(202, "application/json", planned, location)


@router.post(
    "/v1/invoices/<invoice_id>/emails/<email_id>/resend",
    tags=["sending"],
    summary="Send to one person again",
    status_code=202,
    middlewares=[SEND],
)
def resend(
    invoice_id: Id,
    email_id: Id,
    body: Annotated[ResendBody, Body()] = ResendBody(),  # noqa: B008 - immutable in effect
) -> Response[MessageShown]:
    """After a contact's address was corrected: a new message, to that person only. Needs an `Idempotency-Key`."""

    def plan(key: str) -> dict[str, object]:
        planned = resend_email(
            invoice_id,
            email_id,
            to=body.to,
            key=key,
            actor=actor(router),
            now=wiring.now(),
            new_id=wiring.new_id,
            messages=wiring.messages(),
            outbox=wiring.outbox(),
            schedules=wiring.schedules(),
            shelf=wiring.shelf(),
            batches=wiring.batches(),
        )
        return shown_message(*planned).model_dump(mode="json")

    planned = MessageShown.model_validate(once(router, plan))
    return Response(202, "application/json", planned, {"Location": f"/v1/messages/{planned.message_id}"})


@router.get("/v1/invoices/<invoice_id>/emails", tags=["sending"], summary="List e-mails", middlewares=[READ])
def list_emails(invoice_id: Id) -> EmailList:
    """Every e-mail about the invoice: to whom, where it stands, who opened and clicked."""
    wiring.invoices().get(invoice_id)
    return EmailList(items=[email(each) for each in wiring.messages().of_invoice(invoice_id)])


@router.get(
    "/v1/invoices/<invoice_id>/emails/<email_id>", tags=["sending"], summary="Get an e-mail", middlewares=[READ]
)
def get_email(invoice_id: Id, email_id: Id) -> EmailDetail:
    """One e-mail with everything that came back."""
    return email_detail(_find(invoice_id, email_id))


@router.get(
    "/v1/invoices/<invoice_id>/emails/<email_id>/eml",
    tags=["sending"],
    summary="Get an e-mail as it was posted",
    middlewares=[READ],
)
def get_eml(invoice_id: Id, email_id: Id) -> Response[str]:
    """The exact bytes, kept as evidence."""
    _find(invoice_id, email_id)
    try:
        return file(wiring.documents().get_eml(invoice_id, email_id), "message/rfc822")
    except NotFound as missing:
        raise NotFound(f"e-mail {email_id} has not been written yet") from missing


def _find(invoice_id: str, email_id: str) -> Email:
    for each in wiring.messages().of_invoice(invoice_id):
        if each.email_id == email_id:
            return each
    raise NotFound(f"invoice {invoice_id} has no e-mail {email_id}")

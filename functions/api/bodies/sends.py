"""How to send, as callers say it: one invoice, or each of many."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from api.bodies.common import EmailText, Given, LocalTimeText, ZoneText
from dunlin.services.plan_send import SendRequest

DocumentId = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,64}$")]


class CallToAction(Given):
    """The button: what stands above it and on it, and where it leads."""

    text: Annotated[str, Field(max_length=300)] = ""
    label: Annotated[str, Field(max_length=60)] = ""
    target: Annotated[
        str,
        Field(max_length=500, description="`pay`, `portal`, or an https address at one of the seller's `link_hosts`"),
    ] = "pay"


class WishesBody(Given):
    """What makes sense for one invoice as well as for many. Without texts: the template's."""

    template_id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,64}$", description="of kind invoice or reminder")] = ""
    subject: Annotated[str, Field(max_length=200, pattern=r"^[^\r\n]*$")] = ""
    message: Annotated[str, Field(max_length=20_000, description="markdown")] = ""
    cta: CallToAction = CallToAction()
    attach_pdf: bool | None = Field(None, description="left out: the customer's preference")
    attachments: Annotated[list[DocumentId], Field(max_length=20, description="ids of POST /v1/documents; 25 MB")] = []
    reply_to: EmailText = ""
    tracking: bool = Field(True, description="false: no open or click tracking; true: as the customer has agreed to")
    send_at: LocalTimeText | None = Field(None, description="local time in `timezone`; left out: now")
    timezone: ZoneText = "customer"
    undo_seconds: Annotated[int, Field(ge=0, le=900)] | None = Field(
        None, description="how long a send of now can be undone; left out: as the seller has it"
    )

    def wishes(self) -> dict[str, Any]:
        """All of it but `send_at`, by the domain's names."""
        return {
            "template_id": self.template_id,
            "subject": self.subject,
            "message": self.message,
            "button": self.cta.label,
            "invitation": self.cta.text,
            "target": self.cta.target,
            "attach_pdf": self.attach_pdf,
            "attachments": tuple(self.attachments),
            "reply_to": self.reply_to,
            "tracking": self.tracking,
            "timezone": self.timezone,
            "undo_seconds": self.undo_seconds,
        }


class SendBody(WishesBody):
    """How to send, for this send only. Without recipients: the customer's own; without texts: the template's."""

    to: Annotated[list[EmailText], Field(max_length=50)] = []
    cc: Annotated[list[EmailText], Field(max_length=50)] = []
    bcc: Annotated[list[EmailText], Field(max_length=50)] = []
    test_to: EmailText = Field("", description="a marked copy to this address only; nothing else changes")

    def to_domain(self) -> SendRequest:
        """What the services take."""
        return SendRequest(
            **self.wishes(),
            send_at=datetime.fromisoformat(self.send_at) if self.send_at else None,
            to=tuple(self.to),
            cc=tuple(self.cc),
            bcc=tuple(self.bcc),
            test_to=self.test_to,
        )

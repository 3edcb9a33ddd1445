"""What a sender wants said and sent along, with one mail or with each of many. No invoice is known here."""

from dataclasses import dataclass

from dunlin.domain.seller import PAY


@dataclass(frozen=True, slots=True)
class Wishes:
    """Empty texts mean the template's; an empty `reply_to` the seller's."""

    template_id: str = ""
    subject: str = ""
    message: str = ""
    button: str = ""
    invitation: str = ""
    target: str = PAY
    attach_pdf: bool | None = None
    attachments: tuple[str, ...] = ()
    reply_to: str = ""
    tracking: bool = True

"""Documents: draws PDFs for those who may look at them but not send mail."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from dunlin import wiring
from dunlin.adapters.codec import from_plain
from dunlin.adapters.logs import Discreet
from dunlin.domain.errors import NotFound, TooLarge
from dunlin.domain.period import Period
from dunlin.domain.statement import Account
from dunlin.services.draw_receipt import draw_receipt
from dunlin.services.draw_statement import draw_statement
from dunlin.services.store_pdf import store_pdf

logger = Logger(logger_formatter=Discreet())


def invoice(invoice_id: str) -> dict[str, str]:
    """An invoice, kept in the bucket."""
    sha256 = store_pdf(
        invoice_id,
        invoices=wiring.invoices(),
        customers=wiring.customers(),
        sellers=wiring.sellers(),
        documents=wiring.documents(),
        renderer=wiring.renderer(),
    )
    return {"sha256": sha256}


def receipt(asked: dict[str, str]) -> dict[str, str]:
    """The receipt of a payment."""
    content = draw_receipt(
        asked["invoice_id"],
        asked["payment_id"],
        invoices=wiring.invoices(),
        customers=wiring.customers(),
        sellers=wiring.sellers(),
        papers=wiring.drawn_papers(),
    )
    return {"pdf": b64encode(content).decode()}


def statement(asked: dict[str, Any]) -> dict[str, str]:
    """The statement of an account."""
    try:
        content = draw_statement(
            from_plain(asked["account"], Account),
            from_plain(asked["period"], Period),
            ledger=wiring.ledger(),
            customers=wiring.customers(),
            sellers=wiring.sellers(),
            papers=wiring.drawn_papers(),
        )
    except TooLarge as refused:
        return {"too_large": str(refused)}
    except NotFound as unknown:
        return {"missing": str(unknown)}
    return {"pdf": b64encode(content).decode()}


_ASKED: dict[str, Callable[[Any], dict[str, str]]] = {
    "invoice_id": invoice,
    "receipt": receipt,
    "statement": statement,
}


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], _: LambdaContext) -> dict[str, str]:
    """Invoked with `{"invoice_id": ...}`, answered by `{"sha256": ...}`, the name it is stored under; or with a
    `receipt` or `statement`, answered by `{"pdf": ...}` in base64.
    """
    name, draw = next((each for each in _ASKED.items() if each[0] in event), ("", None))
    if draw is None:
        raise ValueError(f"this names none of {', '.join(_ASKED)}")
    return draw(event[name])

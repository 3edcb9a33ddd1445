"""Documents: draws the PDF of an invoice for those who may look at it but not send mail."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from dunlin import wiring
from dunlin.adapters.logs import Discreet
from dunlin.services.store_pdf import store_pdf

logger = Logger(logger_formatter=Discreet())


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], _: LambdaContext) -> dict[str, str]:
    """Invoked by the API with `{"invoice_id": ...}`; answers `{"sha256": ...}`, the name it is stored under."""
    sha256 = store_pdf(
        event["invoice_id"],
        invoices=wiring.invoices(),
        customers=wiring.customers(),
        sellers=wiring.sellers(),
        documents=wiring.documents(),
        renderer=wiring.renderer(),
    )
    return {"sha256": sha256}

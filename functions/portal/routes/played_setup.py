"""Where customers agree to be charged, at the provider that is played: `/portal/test-provider/setup/...`."""

from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from dunlin import wiring
from dunlin.adapters.play_payments import MEANS, PlayPayments
from dunlin.adapters.problems import problem
from dunlin.domain.portal.capability import same
from portal.agreeing import conclude
from portal.forms import sent
from portal.pages import go
from portal.played_page import setup_page
from portal.routes.played_provider import back

router = Router()
PATH = "/portal/test-provider/setup/<setup_id>/<method>/<proof>"


@router.get(PATH)
def show(setup_id: str, method: str, proof: str) -> Response[str]:
    """A page that looks like a provider's, with means to agree by."""
    if _provider(setup_id, method, proof) is None:
        return _missing()
    return setup_page(method, back=back(router))


@router.post(PATH)
def happen(setup_id: str, method: str, proof: str) -> Response[str]:
    """Tell it as a provider would, signed and read back, before the customer is back; they may never be."""
    provider, means = _provider(setup_id, method, proof), sent(router).get("do", "")
    if provider is None:
        return _missing()
    if means not in MEANS:
        return problem(HTTPStatus.BAD_REQUEST, "press one of the buttons", code="invalid_input")
    conclude(provider.read_event(*provider.webhook(provider.agree(setup_id, means))))
    return go(back(router))


def _provider(setup_id: str, method: str, proof: str) -> PlayPayments | None:
    provider = wiring.payment_provider()
    known = isinstance(provider, PlayPayments) and same(proof, provider.proof("setup", setup_id, method, back(router)))
    return provider if isinstance(provider, PlayPayments) and known else None


def _missing() -> Response[str]:
    return problem(HTTPStatus.NOT_FOUND, "there is nothing at this path", code="not_found")

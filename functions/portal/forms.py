"""What browsers POST, and how a form shows that a page of ours made it."""

from urllib.parse import parse_qs, urlsplit

from dunlin import wiring
from dunlin.domain.portal.capability import digest_of, proof_of, same
from portal.pages import Caller, TurnedAwayError, say, visitors_locale
from portal.received import raw

_MOST_BYTES, _MOST_FIELDS = 20_000, 30


def proof(holder: str) -> str:
    """What forms for the holder of this link, session or cookie bring along."""
    return proof_of(digest_of(holder), key=wiring.signing_key())


def posted(app: Caller, *, holder: str) -> dict[str, str]:
    """The fields of a form that was made for this holder. Whoever has none, or comes from elsewhere, is turned away."""
    fields = sent(app)
    if not holder or not _from_here(app) or not same(fields.get("proof", ""), proof(holder)):
        raise TurnedAwayError(
            say("stale", visitors_locale(app), status=403, link="/portal/login", button="login_title")
        )
    return fields


def sent(app: Caller) -> dict[str, str]:
    """The fields of a form, whoever made it; the first of each name."""
    body = raw(app)
    if len(body) > _MOST_BYTES:
        return {}
    try:
        found = parse_qs(body.decode(errors="replace"), max_num_fields=_MOST_FIELDS, errors="replace")
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}


def _from_here(app: Caller) -> bool:
    """Browsers say from which site a form is sent; `null` is one that hides it, as our own pages make them do."""
    headers = app.current_event.headers
    if (headers.get("sec-fetch-site") or "same-origin") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin") or "null"
    return origin == "null" or urlsplit(origin).netloc == headers.get("host")

"""Values that chance would not hit on: ids of what is in store, addresses, currencies."""

import re
from typing import Any

from schemathesis import Case
from schemathesis.core.parameters import ParameterLocation

ADDRESS = "ada@buyer.example"
VALUES = {
    **dict.fromkeys(("email", "address", "sender_address", "reply_to", "test_to"), (ADDRESS,)),
    "currency": ("EUR",),
    "time_zone": ("Europe/Amsterdam",),
    "timezone": ("customer",),
}
LISTS = dict.fromkeys(("to", "cc", "bcc"), ADDRESS)
# What an answer has brought.
_OURS = re.compile(r"[a-z]{2,3}_[0-9A-Z]{26}(_[0-9]+)?")
type Known = dict[str, tuple[str, ...]]


def make_plausible(case: Case[Any], ids: Known) -> None:
    """What fits the document stays fitting, and finds something. What does not fit, or is itself what is tried out, is
    left as it is.
    """
    if _fits(case, ParameterLocation.PATH):
        for name, value in case.path_parameters.items():
            known = f"unapplied_{name}" if "unapplied" in case.path else name
            case.path_parameters[name] = 1 if name == "version" else _chosen(known, value, ids)
    if _fits(case, ParameterLocation.BODY) and isinstance(case.body, dict):
        case.body = _plausible(case.body, VALUES | ids)


def make_whole(case: Case[Any], whole: dict[str, Any]) -> None:
    """A whole body in place of one that chance has put together; what an answer has brought stays in it."""
    if isinstance(case.body, dict) and _fits(case, ParameterLocation.BODY):
        brought = {name: each for name, each in case.body.items() if isinstance(each, str) and _OURS.fullmatch(each)}
        case.body = {**whole, **brought}


def _fits(case: Case[Any], location: ParameterLocation) -> bool:
    meta = case.meta
    component = meta.components.get(location) if meta else None
    tried = getattr(meta.phase.data, "parameter_location", None) if meta else None
    return bool(component and component.mode.is_positive and (tried is not location or location.name == "BODY"))


def _plausible(body: Any, known: Known) -> Any:
    if isinstance(body, list):
        return [_plausible(each, known) for each in body]
    if not isinstance(body, dict):
        return body
    return {name: _value(name, value, known) for name, value in body.items()}


def _value(name: str, value: Any, known: Known) -> Any:
    if isinstance(value, list) and name in LISTS:
        return [LISTS[name] for _ in value]
    if isinstance(value, list) and name == "invoice_ids":
        return [_chosen("invoice_id", each, known) for each in value]
    return _chosen(name, value, known) if value and isinstance(value, str) else _plausible(value, known)


def _chosen(name: str, value: Any, known: Known) -> Any:
    if not isinstance(value, str) or name not in known or _OURS.fullmatch(value):
        return value
    return known[name][len(value) % len(known[name])]

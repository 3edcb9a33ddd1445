"""Calls to the model, told to whoever taps the wire as botocore tells of those to AWS."""

import base64
import json
from functools import cache
from typing import Any

from botocore.hooks import HierarchicalEmitter
from botocore.session import get_session

from tests.simulation.aws.refusal import Answer, Params
from tests.simulation.install import Do

_EMITTER = HierarchicalEmitter()


def announced(service: str, operation: str, params: Params, do: Do) -> Answer:
    """A passage: the call's events before and after it, for `tests.wire.tapped` among others."""
    call = f"{_hyphenized(service)}.{operation}"
    _EMITTER.emit_until_response(f"before-call.{call}", params={"body": _body(operation, params)})
    answer = do()
    _EMITTER.emit(f"after-call.{call}", parsed=answer)
    return answer


@cache
def _hyphenized(service: str) -> str:
    return str(get_session().get_service_model(service).service_id.hyphenize())


def _body(operation: str, params: Params) -> str:
    if operation != "SendEmail":
        return ""
    raw = base64.b64encode(params["Content"]["Raw"]["Data"]).decode()
    body: dict[str, Any] = {**params, "Content": {"Raw": {"Data": raw}}}
    return json.dumps(body)

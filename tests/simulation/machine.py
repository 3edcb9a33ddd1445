"""The state machine of batches, read from its own definition: as much of the States Language as that uses.

https://states-language.net/spec.html
"""

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from local.template import TEMPLATE

type Invoke = Callable[[dict[str, Any]], Any]
type Load = Callable[[str, str], bytes]
DEFINITION = TEMPLATE.parent / "statemachines" / "batch_send.asl.yaml"


class TaskFailedError(Exception):
    """A task failed as often as it may be tried."""


@cache
def definition() -> dict[str, Any]:
    """The machine."""
    return dict(yaml_parse(DEFINITION.read_text(encoding="utf-8")))


def execute(machine: dict[str, Any], data: Any, *, invoke: Invoke, load: Load) -> Any:
    """Run it to its end; raises TaskFailedError where it ends in a failure."""
    name: str | None = machine["StartAt"]
    while name:
        data, name = _state(machine["States"][name], data, invoke, load)
    return data


def _state(state: dict[str, Any], data: Any, invoke: Invoke, load: Load) -> tuple[Any, str | None]:
    kind = state["Type"]
    if kind == "Fail":
        raise TaskFailedError(state["Error"])
    if kind == "Choice":
        return data, _chosen(state, data)
    try:
        result = _ACTS[kind](state, data, invoke, load)
    except TaskFailedError:
        if "Catch" not in state:
            raise
        caught = state["Catch"][0]
        return _placed(data, caught["ResultPath"], "failed"), caught["Next"]
    return _placed(data, state.get("ResultPath", "$"), result), state.get("Next")


def _task(state: dict[str, Any], data: Any, invoke: Invoke, load: Load) -> Any:
    payload = _filled(state["Parameters"]["Payload"], data)
    for _ in range(1 + state["Retry"][0]["MaxAttempts"]):
        try:
            answer = invoke(payload)
        except Exception:  # noqa: BLE001, S112 - States.ALL
            continue
        return _filled(state["ResultSelector"], {"Payload": answer})
    raise TaskFailedError(payload["task"])


def _map(state: dict[str, Any], data: Any, invoke: Invoke, load: Load) -> None:
    where = _filled(state["ItemReader"]["Parameters"], data)
    for item in json.loads(load(where["Bucket"], where["Key"])):
        chosen = {**data, "$item": item}
        asked = {name: value for name, value in state["ItemSelector"].items() if not name.startswith("ids")}
        try:
            execute(state["ItemProcessor"], {**_filled(asked, chosen), "ids": item["ids"]}, invoke=invoke, load=load)
        except TaskFailedError:
            continue  # one never stops the others


def _pass(state: dict[str, Any], data: Any, invoke: Invoke, load: Load) -> Any:
    return state.get("Result", data)


_ACTS = {"Task": _task, "Map": _map, "Pass": _pass, "Succeed": _pass}


def _chosen(state: dict[str, Any], data: Any) -> str:
    for choice in state["Choices"]:
        if _at(data, choice["Variable"]) == choice["StringEquals"]:
            return str(choice["Next"])
    return str(state["Default"])


def _filled(template: dict[str, Any], data: Any) -> dict[str, Any]:
    return dict(_fields(template, data))


def _fields(template: dict[str, Any], data: Any) -> Iterator[tuple[str, Any]]:
    for name, value in template.items():
        yield (name.removesuffix(".$"), _at(data, value)) if name.endswith(".$") else (name, value)


def _at(data: Any, path: str) -> Any:
    for part in path.split(".")[1:]:
        data = data[part]
    return data


def _placed(data: Any, path: str | None, result: Any) -> Any:
    if path is None:
        return data
    if path == "$":
        return result
    return {**data, path.removeprefix("$."): result}

"""Questions to the template, asked after the SAM transform."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from local.template import TEMPLATE, translate

ROOT = TEMPLATE.parent
FUNCTIONS = ROOT / "functions"
DUNLIN = ROOT / "layers" / "common" / "dunlin"

type Properties = dict[str, Any]


@cache
def template() -> dict[str, Any]:
    return translate()


def of_type(kind: str) -> dict[str, Properties]:
    """The properties of every resource of a type, by logical id."""
    resources = template()["Resources"]
    return {name: resource.get("Properties", {}) for name, resource in resources.items() if resource["Type"] == kind}


def functions() -> dict[str, Properties]:
    return of_type("AWS::Lambda::Function")


def queues() -> dict[str, Properties]:
    return of_type("AWS::SQS::Queue")


def target(value: Any) -> str:
    """The logical id that a `Ref`, `Fn::GetAtt` or one-variable `Fn::Sub` speaks of."""
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]}:
            return str(name)
        case {"Fn::Sub": str(text)}:
            names: list[str] = [name for name in re.findall(r"\$\{(\w+)", text) if name != "AWS"]
            assert len(names) == 1, f"{text} speaks of {names}"
            return names[0]
    raise AssertionError(f"{value} refers to nothing")


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def rights_of(function: str) -> list[Properties]:
    """The statements of a function's role, with those of the managed policies of this template attached to it."""
    return rights_of_role(target(functions()[function]["Role"]))


def rights_of_role(role: str) -> list[Properties]:
    properties = of_type("AWS::IAM::Role")[role]
    attached = [of_type("AWS::IAM::ManagedPolicy")[target(arn)] for arn in properties.get("ManagedPolicyArns", [])]
    return [
        statement
        for policy in (*properties.get("Policies", []), *attached)
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def identity_statements() -> Iterator[tuple[str, Properties]]:
    """Every statement that gives somebody a right, with the logical id it stands in."""
    for name, role in of_type("AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            yield from ((name, statement) for statement in policy["PolicyDocument"]["Statement"])
    for name, policy in of_type("AWS::IAM::ManagedPolicy").items():
        yield from ((name, statement) for statement in policy["PolicyDocument"]["Statement"])


def package_of(function: str) -> str:
    """`deliver` for DeliverFunction: the first part of its handler."""
    return str(functions()[function]["Handler"]).split(".")[0]

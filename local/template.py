"""The template as CloudFormation sees it: after the SAM transform, made here and without a network."""

from pathlib import Path
from typing import Any

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

TEMPLATE = Path(__file__).parent.parent / "template.yaml"
REGION = "us-east-1"


def translate(path: Path = TEMPLATE, parameters: dict[str, str] | None = None) -> dict[str, Any]:
    """Plain CloudFormation; `parameters` override the defaults of the template.

    References, conditions and the parameters themselves stay as they are, for the reader to resolve.
    Raises `samtranslator.model.exceptions.InvalidDocumentException` for a template that SAM refuses.
    """
    template: dict[str, Any] = yaml_parse(path.read_text(encoding="utf-8"))
    _pack(template)
    _inline(template, path.parent)
    # The managed policies are looked up at AWS only where a function leaves its role to SAM; none of ours does.
    translator = Translator(managed_policy_map={}, sam_parser=Parser(), boto_session=boto3.Session(region_name=REGION))
    translated: dict[str, Any] = translator.translate(template, parameters or {})
    return translated


def _pack(template: dict[str, Any]) -> None:
    """SAM takes code only from S3, where `sam deploy` puts it; the keys here are the folders it comes from."""
    shared = template.get("Globals", {}).get("Function", {})
    for properties in (shared, *(resource.get("Properties", {}) for resource in template["Resources"].values())):
        for name in ("CodeUri", "ContentUri"):
            if isinstance(properties.get(name), str):
                properties[name] = f"s3://local/{properties[name]}"


def _inline(template: dict[str, Any], root: Path) -> None:
    """State machines written into the template, where `sam deploy` would have put a link to S3."""
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Serverless::StateMachine" and isinstance(properties.get("DefinitionUri"), str):
            file = root / properties.pop("DefinitionUri")
            properties["Definition"] = yaml_parse(file.read_text(encoding="utf-8"))

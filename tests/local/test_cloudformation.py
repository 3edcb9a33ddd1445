"""The template becomes a whole stack, or the start says what is missing."""

from typing import Any

import pytest

from local import cloudformation
from local.aws import ACCOUNT, REGION


def made(cfn_type: str, name: str = "thing", **properties: Any) -> cloudformation.Resource:
    resource = {"Type": cfn_type, "Properties": properties}
    return cloudformation.Resource.create_from_cloudformation_json(name, resource, ACCOUNT, REGION)


def test_a_type_that_nothing_here_plays_is_named() -> None:
    cloudformation.teach_moto()
    resources = {
        "A": {"Type": "AWS::SQS::Queue"},
        "B": {"Type": "AWS::Scheduler::Schedule"},
        "C": {"Type": "AWS::New::Thing"},
    }

    assert cloudformation.unknown_types({"Resources": resources}) == {"AWS::New::Thing"}


def test_a_resource_that_is_only_accepted_answers_for_its_name_and_attributes() -> None:
    api = made("AWS::ApiGatewayV2::Api", "api-1")

    assert api.physical_resource_id == "api-1"
    assert api.get_cfn_attribute("ApiEndpoint") == "https://api-1.execute-api.us-east-1.amazonaws.com"
    assert api.get_cfn_attribute("Arn") == "arn:aws:apigatewayv2:us-east-1:123456789012:api/api-1"


@pytest.mark.parametrize("length", [20, 64])
def test_a_secret_is_made_as_the_template_wants_it(length: int) -> None:
    generated = cloudformation._generated({"PasswordLength": length})
    in_json = cloudformation._generated({"SecretStringTemplate": '{"user": "a"}', "GenerateStringKey": "password"})

    assert len(generated) == length
    assert '"user": "a"' in in_json

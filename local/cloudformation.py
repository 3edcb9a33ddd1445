"""The CloudFormation types that moto lacks or ignores, so that the template becomes a whole stack."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moto.cloudformation import parsing
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.scheduler.models import scheduler_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sns.models import sns_backends
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

Properties = dict[str, Any]

# Nothing on one machine needs these to do anything: they keep their properties and answer Ref and GetAtt.
# On the right, the property that names the resource ("" where CloudFormation makes a name up).
ACCEPTED = {
    "AWS::ApiGatewayV2::Api": "",
    "AWS::ApiGatewayV2::ApiMapping": "",
    "AWS::ApiGatewayV2::DomainName": "DomainName",
    "AWS::ApiGatewayV2::Stage": "StageName",
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::CloudWatch::Dashboard": "DashboardName",
    "AWS::Cognito::UserPool": "",
    "AWS::Cognito::UserPoolClient": "",
    "AWS::Cognito::UserPoolDomain": "Domain",
    "AWS::Cognito::UserPoolResourceServer": "Identifier",
    "AWS::Lambda::EventInvokeConfig": "",
    "AWS::Lambda::LayerVersion": "",
    "AWS::Lambda::Permission": "",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::Logs::MetricFilter": "FilterName",
    "AWS::Pipes::Pipe": "Name",
    "AWS::S3::BucketPolicy": "",
    "AWS::SES::ConfigurationSet": "Name",
    "AWS::SES::ConfigurationSetEventDestination": "",
    "AWS::SES::EmailIdentity": "EmailIdentity",
    "AWS::SNS::TopicPolicy": "",
    "AWS::SQS::QueuePolicy": "",
}


def _schedule_group(name: str, _properties: Properties, account: str, region: str) -> str:
    scheduler_backends[account][region].create_schedule_group(name, [])
    return name


def _schedule(name: str, properties: Properties, account: str, region: str) -> str:
    scheduler_backends[account][region].create_schedule(
        name=name,
        group_name=properties.get("GroupName", "default"),
        description=properties.get("Description", ""),
        schedule_expression=properties["ScheduleExpression"],
        schedule_expression_timezone=properties.get("ScheduleExpressionTimezone", "UTC"),
        flexible_time_window=properties["FlexibleTimeWindow"],
        target=properties["Target"],
        state=properties.get("State", "ENABLED"),
        kms_key_arn=properties.get("KmsKeyArn", ""),
        start_date=properties.get("StartDate", ""),
        end_date=properties.get("EndDate", ""),
        action_after_completion=None,
    )
    return name


def _subscription(_name: str, properties: Properties, account: str, region: str) -> str:
    topics = sns_backends[account][region]
    made = topics.subscribe(properties["TopicArn"], properties["Endpoint"], properties["Protocol"])
    if str(properties.get("RawMessageDelivery")).lower() == "true":  # moto takes any text, "false" too, for yes
        topics.set_subscription_attributes(made.arn, "RawMessageDelivery", "true")
    return str(made.arn)


def _secret(name: str, properties: Properties, account: str, region: str) -> str:
    store = secretsmanager_backends[account][region]
    value = properties.get("SecretString") or _generated(properties.get("GenerateSecretString", {}))
    store.create_secret(name, value, None, "", [], None, None, [], force_overwrite=False)
    return str(store.describe_secret(name).arn)


def _generated(rules: Properties) -> str:
    password = secrets.token_urlsafe(64)[: int(rules.get("PasswordLength", 32))]
    if "GenerateStringKey" not in rules:
        return password
    return json.dumps(json.loads(rules["SecretStringTemplate"]) | {rules["GenerateStringKey"]: password})


MADE: dict[str, tuple[str, Callable[[str, Properties, str, str], str]]] = {
    "AWS::Scheduler::ScheduleGroup": ("Name", _schedule_group),
    "AWS::Scheduler::Schedule": ("Name", _schedule),
    "AWS::SNS::Subscription": ("", _subscription),
    "AWS::SecretsManager::Secret": ("Name", _secret),
}


@dataclass
class Resource:
    """What CloudFormation knows of a resource of one of the types above."""

    cfn_type: str
    physical_resource_id: str
    properties: Properties
    arn: str
    region: str

    @classmethod
    def create_from_cloudformation_json(
        cls, name: str, resource: Properties, account: str, region: str, **_more: Any
    ) -> "Resource":
        cfn_type, properties = resource["Type"], resource.get("Properties", {})
        if cfn_type in MADE:
            name = MADE[cfn_type][1](name, properties, account, region)
        service, kind = cfn_type.lower().split("::")[1:]
        return cls(cfn_type, name, properties, f"arn:aws:{service}:{region}:{account}:{kind}/{name}", region)

    @staticmethod
    def has_cfn_attr(_attribute: str) -> bool:
        return True

    def is_created(self) -> bool:
        return True

    def get_cfn_attribute(self, attribute: str) -> str:
        if attribute == "Arn":
            return self.arn
        if attribute == "ApiEndpoint":
            return f"https://{self.physical_resource_id}.execute-api.{self.region}.amazonaws.com"
        return f"{self.physical_resource_id}.{attribute}"


class TableWithExpiry(Table):
    """moto's table, which forgets the time to live that the template states."""

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Properties, account_id: str, region_name: str, **more: Any
    ) -> Table:
        table = Table.create_from_cloudformation_json(
            resource_name, cloudformation_json, account_id, region_name, **more
        )
        expiry = cloudformation_json["Properties"].get("TimeToLiveSpecification")
        if expiry:
            dynamodb_backends[account_id][region_name].update_time_to_live(table.name, expiry)
        return table


class ExecutedStateMachine(StateMachine):
    """moto's state machine, made where executions really run, with the substitutions that moto forgets."""

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Properties, account_id: str, region_name: str, **_more: Any
    ) -> StateMachine:
        properties = cloudformation_json["Properties"]
        definition = properties["DefinitionString"]
        for word, value in properties.get("DefinitionSubstitutions", {}).items():
            definition = definition.replace(f"${{{word}}}", value)
        machines = stepfunctions_parser_backends[account_id][region_name]
        return machines.create_state_machine(
            properties.get("StateMachineName", resource_name), definition, properties["RoleArn"]
        )


def teach_moto() -> None:
    """Make moto create the types of this page."""
    types, names = parsing.get_model_map(), parsing.get_name_type_map()
    for cfn_type, name in ACCEPTED.items() | {(cfn_type, name) for cfn_type, (name, _) in MADE.items()}:
        types[cfn_type], names[cfn_type] = Resource, name  # type: ignore[assignment]
    types["AWS::DynamoDB::Table"] = TableWithExpiry  # type: ignore[type-abstract]
    types["AWS::StepFunctions::StateMachine"] = ExecutedStateMachine  # type: ignore[type-abstract]


def unknown_types(template: Properties) -> set[str]:
    """The resource types of a plain CloudFormation template that would be left out in silence."""
    return {resource["Type"] for resource in template["Resources"].values()} - set(parsing.get_model_map())

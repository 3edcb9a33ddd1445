"""Every function finds its code and leaves its logs where somebody meant them to be."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from dunlin.rendering.portal.language import LANGUAGES
from tests.infrastructure.sources import clients, tree
from tests.infrastructure.stack import DUNLIN, FUNCTIONS, ROOT, functions, of_type, package_of, target, template

ALL = sorted(functions())
API_GATEWAY_WAITS = 30
# What costs a tenth of a second or more, and who cannot do without from the beginning.
LARGE = frozenset({"fpdf", "PIL", "stripe", "pydantic", "babel", "jinja2", "mjml", "holidays", "email_validator"})
MAY_IMPORT = {"api": frozenset({"pydantic"}), "portal": frozenset({"babel", "jinja2"})}
ON_LAMBDA = {"AWS_REGION": "us-east-1", "LAMBDA_TASK_ROOT": "/var/task", "AWS_LAMBDA_FUNCTION_NAME": "here"}


def test_the_stack_has_the_functions_of_the_design() -> None:
    designed = {"api", "portal", "deliver", "collect", "documents", "engage", "sweep", "batch", "announce"}
    assert {package_of(name) for name in ALL} == designed


@pytest.mark.parametrize("function", ALL)
def test_a_handler_is_a_function_in_a_file(function: str) -> None:
    package, module, name = functions()[function]["Handler"].split(".")
    body = tree(FUNCTIONS / package / f"{module}.py").body
    assert name in {each.name for each in body if isinstance(each, ast.FunctionDef)}


def test_the_code_is_built_once_and_the_layer_shared() -> None:
    assert {each["Code"]["S3Key"] for each in functions().values()} == {"functions/"}
    layers = of_type("AWS::Lambda::LayerVersion")
    assert [target(layer) for each in functions().values() for layer in each["Layers"]] == [*layers] * len(ALL)


def test_functions_and_layer_agree_on_the_machine() -> None:
    machines = {(each["Runtime"], *each["Architectures"]) for each in functions().values()}
    (layer,) = of_type("AWS::Lambda::LayerVersion").values()
    assert machines == {(*layer["CompatibleRuntimes"], *layer["CompatibleArchitectures"])}
    assert (ROOT / ".python-version").read_text().strip() == layer["CompatibleRuntimes"][0].removeprefix("python")


@pytest.mark.parametrize("function", ALL)
def test_logs_go_to_a_group_of_their_own_that_forgets(function: str) -> None:
    group = target(functions()[function]["LoggingConfig"]["LogGroup"])
    assert of_type("AWS::Logs::LogGroup")[group]["RetentionInDays"] == {"Ref": "LogRetentionDays"}
    assert [target(each["LoggingConfig"]["LogGroup"]) for each in functions().values()].count(group) == 1


@pytest.mark.parametrize("function", ["ApiFunction", "PortalFunction"])
def test_whoever_answers_http_gives_up_before_the_gateway_does(function: str) -> None:
    assert functions()[function]["Timeout"] < API_GATEWAY_WAITS


def kept_in_the_layer(what: str) -> set[str]:
    makefile = (ROOT / "layers" / "common" / "Makefile").read_text().replace("\\\n", " ")
    (kept,) = (line.partition(":=")[2] for line in makefile.splitlines() if line.startswith(f"{what} :="))
    return set(kept.split())


def test_the_layer_keeps_every_aws_service_that_the_code_calls() -> None:
    assert clients() | {"dynamodb"} <= kept_in_the_layer("SERVICES")  # the last is PynamoDB's own


def test_the_layer_keeps_every_language_that_mails_and_pages_are_written_in() -> None:
    assert {"root", *LANGUAGES} <= kept_in_the_layer("LANGUAGES")


@pytest.mark.parametrize("function", ALL)
def test_a_cold_start_needs_nothing_that_the_layer_lacks_and_imports_nothing_needless(function: str) -> None:
    package = package_of(function)
    allowed = MAY_IMPORT.get(package, frozenset())
    done = imported(
        f"{package}.app", *sorted(LARGE - allowed), variables=functions()[function]["Environment"]["Variables"]
    )
    assert done.returncode == 0, done.stderr


def test_what_is_imported_later_needs_nothing_that_the_layer_lacks_either() -> None:
    variables = {name for each in functions().values() for name in each["Environment"]["Variables"]}
    done = imported("--all", variables=variables)
    assert done.returncode == 0, done.stderr


def imported(*arguments: str, variables: Iterable[str]) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(FUNCTIONS), str(DUNLIN.parent)])
    environment = {**dict.fromkeys(variables, "1"), "POWERTOOLS_LOG_LEVEL": "INFO", **ON_LAMBDA, "PYTHONPATH": paths}
    command = [sys.executable, str(Path(__file__).with_name("cold_start.py")), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603


def test_what_the_stack_prints_exists() -> None:
    printed = {"ApiUrl", "PortalUrl", "DkimRecord1", "UserPoolId", "TokenEndpoint", "EventBusName", "EventBusArn"}
    assert printed <= set(template()["Outputs"])

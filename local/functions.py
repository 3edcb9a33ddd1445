"""The functions of the template, and the environment that Lambda would give each of them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moto.awslambda.models import LambdaFunction

PLAYED = "local"
"""What stands for a key of AWS, which is played and asks for none."""


@dataclass(frozen=True)
class Function:
    """A function as the template states it; `folders` holds its code and its layers."""

    name: str
    label: str
    arn: str
    handler: str
    timeout: int
    memory: int
    runtime: str
    environment: Mapping[str, str]
    folders: tuple[str, ...]

    def environ(self, *, region: str, root: Path) -> dict[str, str]:
        """The template's variables and those that Lambda itself sets."""
        return {
            "PYTHONPATH": os.pathsep.join(str(root / folder) for folder in self.folders),
            **{key: os.environ[key] for key in ("PATH", "TMPDIR") if key in os.environ},
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "_HANDLER": self.handler,
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
            "AWS_ACCESS_KEY_ID": PLAYED,
            "AWS_SECRET_ACCESS_KEY": PLAYED,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{self.runtime}",
            "AWS_LAMBDA_FUNCTION_NAME": self.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self.memory),
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{self.name}",
            "AWS_LAMBDA_LOG_STREAM_NAME": "local",
            **self.environment,
        }


def function_of(logical_id: str, made: LambdaFunction, template: dict[str, Any]) -> Function:
    """What moto made of a function of the template, and where its code is."""
    resources = template["Resources"]
    stated = resources[logical_id]["Properties"]
    layers = [resources[layer["Ref"]]["Properties"]["Content"]["S3Key"] for layer in stated.get("Layers", [])]
    return Function(
        name=made.function_name,
        label=str(made.handler).partition(".")[0],
        arn=made.function_arn,
        handler=str(made.handler),
        timeout=int(made.timeout),
        memory=int(made.memory_size),
        runtime=str(made.run_time),
        environment={name: str(value) for name, value in made.environment_vars.items()},
        folders=(stated["Code"]["S3Key"], *layers),
    )

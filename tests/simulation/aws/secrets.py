"""Secrets Manager: secrets that somebody else has put there."""

from tests.simulation.aws.refusal import Answer, NotModelledError, Params, Refusal


class Secrets:
    """`values` by name."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values

    def call(self, operation: str, params: Params) -> Answer:
        """What the operation answers."""
        if operation != "GetSecretValue" or params.keys() != {"SecretId"}:
            raise NotModelledError(f"secretsmanager.{operation} with {', '.join(params)}")
        if params["SecretId"] not in self.values:
            raise Refusal("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
        return {"Name": params["SecretId"], "SecretString": self.values[params["SecretId"]]}

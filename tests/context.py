"""Lambda's context, as far as handlers look at it."""

from dataclasses import dataclass


@dataclass
class Context:
    """A function with plenty of time left."""

    function_name: str = "under-test"
    function_version: str = "1"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:123456789012:function:under-test"
    aws_request_id: str = "52fdfc07-2182-154f-163f-5f0f9a621d72"

    def get_remaining_time_in_millis(self) -> int:
        """Half a minute."""
        return 30_000

import time
from typing import Any


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    time.sleep(event.get("seconds", 0))
    return event | {"function": context.function_name, "milliseconds": context.get_remaining_time_in_millis()}

"""What every table's connection has in common."""

from functools import cache

from botocore.config import Config
from pynamodb.connection import Connection

from dunlin.adapters.user_agent import USER_AGENT

CONNECT_SECONDS = 2
READ_SECONDS = 5
RETRIES = 3


class Table:
    """Base of every `Meta`: short timeouts, for a function that waits is billed. `table_name` is set by `wiring`."""

    table_name = "unbound"
    connect_timeout_seconds = CONNECT_SECONDS
    read_timeout_seconds = READ_SECONDS
    max_retry_attempts = RETRIES


@cache
def connection() -> Connection:
    """For transactions, which belong to no table. Kept: a new one costs a tenth of a second of CPU."""
    made = Connection(
        connect_timeout_seconds=CONNECT_SECONDS, read_timeout_seconds=READ_SECONDS, max_retry_attempts=RETRIES
    )
    # PynamoDB takes no settings of a client, but makes it by this session.
    made.session.set_default_client_config(Config(user_agent=USER_AGENT))
    return made

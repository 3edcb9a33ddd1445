"""How the clients call themselves that every mail needs; botocore would put its own together twice a call."""

from botocore import __version__

USER_AGENT = f"Dunlin Botocore/{__version__}"

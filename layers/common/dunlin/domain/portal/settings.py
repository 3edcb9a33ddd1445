"""What a seller lets customers do in the portal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PortalSettings:
    """`links`: mails lead into the portal; `require_login`: a link alone shows nothing, a code is asked for first.

    `link_days` after the due date, or after the mail where that is later, a link ends.
    """

    links: bool = True
    require_login: bool = False
    link_days: int = 30

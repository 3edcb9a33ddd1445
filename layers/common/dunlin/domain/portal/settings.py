"""What a seller lets customers do in the portal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PortalSettings:
    """`links_in_mails`: mails lead into the portal; `require_login`: a link alone shows nothing, but asks for a code.

    `link_days` after the due date, or after the mail where that is later, a link ends.
    """

    links_in_mails: bool = True
    require_login: bool = False
    link_days: int = 30

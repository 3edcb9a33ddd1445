"""The portal's ports in memory."""


class FakeAddresses:
    """Port `Addresses`: links that can be read."""

    def link(self, email_id: str) -> str:
        return f"https://portal.example/p/{email_id}"

    def preview(self) -> str:
        return "https://portal.example/p/preview"

    def code(self, email_id: str) -> str:
        return "12345678"

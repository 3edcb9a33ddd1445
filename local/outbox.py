"""The pages for people: a door, and every mail that was sent as its reader would see it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect, send_file
from werkzeug.wrappers import Request, Response

from local.control import Machine, find
from local.mail import Mail
from local.product import RefusedError

PAGES = Path(__file__).with_name("pages")
OUR_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'"
)
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
MAIL_POLICY = f"sandbox {SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"
SHOWN = {"application/pdf", "image/png", "image/jpeg", "image/gif"}
"""What a browser may show by itself; anything else is only saved."""


class Outbox:
    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        loader = FileSystemLoader(PAGES)
        self._pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)

    def views(self) -> dict[tuple[str, str], Callable[..., Response]]:
        return {
            ("GET", "/"): self.home,
            ("GET", "/_local/style.css"): self.style,
            ("POST", "/_local/send/<invoice_id>"): self.send,
            ("GET", "/_local/outbox"): self.outbox,
            ("GET", "/_local/outbox/<email_id>"): self.mail,
            ("GET", "/_local/outbox/<email_id>/html"): self.html,
            ("GET", "/_local/outbox/<email_id>/parts/<int:number>"): self.part,
            ("GET", "/_local/click/<email_id>"): self.click,
        }

    def home(self, _request: Request, refused: str = "") -> Response:
        files = {seeded.invoice_id: seeded.file for seeded in self._machine.seeded}
        invoices = self._machine.product.invoices()
        return self._page("home.html", invoices=invoices, files=files, refused=refused, routes=self._machine.routes)

    def send(self, request: Request, invoice_id: str) -> Response:
        """The button of the door: send an invoice as staff would, and come back when it has left."""
        try:
            self._machine.product.send(invoice_id)
        except RefusedError as refused:
            return self.home(request, str(refused))
        self._machine.settle()
        return redirect("/", 303)

    def style(self, request: Request) -> Response:
        return send_file(PAGES / "style.css", request.environ, mimetype="text/css")

    def outbox(self, _request: Request) -> Response:
        return self._page("outbox.html", groups=by_batch(self._machine.ses.mails))

    def mail(self, _request: Request, email_id: str) -> Response:
        mail = find(self._machine.ses, email_id)
        return self._page("mail.html", mail=mail, light=self._machine.product.light(mail.tags.get("invoice_id")))

    def html(self, _request: Request, email_id: str) -> Response:
        """The HTML part alone, for the frame. Looking at it is no open: the person presses a button for that."""
        mail = find(self._machine.ses, email_id)
        page = _with_inline_images(mail, mail.tracked_html(f"/_local/click/{mail.email_id}"))
        response = Response(f'<base target="_blank">{page}', mimetype="text/html")
        response.headers["Content-Security-Policy"] = MAIL_POLICY
        return response

    def part(self, _request: Request, email_id: str, number: int) -> Response:
        parts = list(find(self._machine.ses, email_id).parsed.walk())
        if number >= len(parts) or parts[number].is_multipart():
            raise NotFound("The mail has no such part")
        part = parts[number]
        kind = part.get_content_type()
        response = Response(
            part.get_payload(decode=True), mimetype=kind if kind in SHOWN else "application/octet-stream"
        )
        disposition = "inline" if kind in SHOWN else "attachment"
        response.headers.set("Content-Disposition", disposition, filename=part.get_filename() or "part")
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def click(self, request: Request, email_id: str) -> Response:
        """A tracked link, as SES would have written it: tell the click, then go where the link goes."""
        mail = find(self._machine.ses, email_id)
        number = request.args.get("n", -1, int)
        if not 0 <= number < len(mail.tracked_links):
            raise NotFound("The mail has no such link")
        link = mail.tracked_links[number]
        self._machine.ses.publish(mail, "Click", {"link": link, "user_agent": request.user_agent.string})
        return redirect(link, 302)

    def _page(self, name: str, **values: Any) -> Response:
        clock = self._machine.clock
        text = self._pages.get_template(name).render(now=clock.now(), offset=round(clock.offset), **values)
        response = Response(text, mimetype="text/html")
        response.headers["Content-Security-Policy"] = OUR_POLICY
        response.headers["Cache-Control"] = "no-store"
        return response


def by_batch(mails: Sequence[Mail]) -> list[tuple[str, list[Mail]]]:
    """Newest first: mails that were sent by themselves in a row, and each batch in one place, where its latest is."""
    groups: list[tuple[str, list[Mail]]] = []
    of_batch: dict[str, list[Mail]] = {}
    for mail in reversed(mails):
        batch_id = mail.tags.get("batch_id", "")
        if batch_id in of_batch:
            of_batch[batch_id].append(mail)
        elif not batch_id and groups and not groups[-1][0]:
            groups[-1][1].append(mail)
        else:
            groups.append((batch_id, [mail]))
            if batch_id:
                of_batch[batch_id] = groups[-1][1]
    return groups


def _with_inline_images(mail: Mail, page: str) -> str:
    for number, part in enumerate(mail.parsed.walk()):
        if part["Content-ID"]:
            page = page.replace(
                f"cid:{part['Content-ID'].strip('<> ')}", f"/_local/outbox/{mail.email_id}/parts/{number}"
            )
    return page

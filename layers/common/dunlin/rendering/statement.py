"""The PDF of a statement of account: the period's movements with the balance after each, and what is open by age."""

from collections.abc import Iterator

from dunlin.domain.customer import Customer
from dunlin.domain.seller import Seller
from dunlin.domain.statement import Statement
from dunlin.rendering.locales import Locale
from dunlin.rendering.paper.amounts import AmountRow, amount_rows
from dunlin.rendering.paper.begin import Opening, begin
from dunlin.rendering.paper.footer import footers
from dunlin.rendering.paper.letter import Correspondents, Paper
from dunlin.rendering.paper.moves import Move, draw_moves
from dunlin.rendering.paper.section import section
from dunlin.rendering.paper.style import accent
from dunlin.rendering.paper.words import words
from dunlin.rendering.portal.language import words as words_of
from dunlin.rendering.portal.statement_texts import Texts, texts


def render_statement(
    statement: Statement, seller: Seller, customer: Customer, *, locale: Locale, logo: bytes = b""
) -> bytes:
    """The statement in the locale's words. The bytes depend on the arguments only."""
    paper = Paper(
        document=Correspondents(seller.party, customer.party),
        seller=seller,
        locale=locale,
        words=words(locale.language),
        said=words_of(locale.language, "papers"),
        accent=accent(seller.accent),
        logo=logo,
    )
    said, told = paper.said, texts(statement, locale)
    facts = (
        (said["closing"], told.closing),
        (said["from"], told.first),
        (said["to"], told.last),
        (said["opening"], told.opening),
    )
    sheet = begin(paper, Opening(said["statement"], told.period, facts, statement.period.last))
    draw_moves(sheet, tuple(_moves(told, said)), paper)
    if told.ages:
        section(sheet, told.open_on, paper)
        closing = AmountRow(said["closing"], told.closing, strong=True)
        amount_rows(sheet, (*(AmountRow(*each) for each in told.ages), closing))
    footers(sheet.canvas, paper)
    return sheet.canvas.finish()


def _moves(told: Texts, said: dict[str, str]) -> Iterator[Move]:
    yield Move(told.first, said["opening"], "", "", told.opening, strong=True)
    for each in told.lines:
        yield Move(each.on, each.what, each.detail, each.amount, each.balance)
    yield Move(told.last, said["closing"], "" if told.lines else said["nothing_moved"], "", told.closing, strong=True)

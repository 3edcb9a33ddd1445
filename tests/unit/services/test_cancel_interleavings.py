"""Somebody cancels a message while workers send it, each in the middle of the other: of claiming an e-mail and
cancelling it exactly one wins, and whoever cancels is told which.
"""

from collections import Counter
from collections.abc import Callable

from hypothesis import event, given, settings
from hypothesis import strategies as st

from dunlin.domain.email_status import EmailStatus
from tests.builders import a_customer, a_document, a_seller, an_invoice
from tests.contract.test_cancel_races import Race
from tests.contract.test_messages import plan
from tests.fakes_sending import FakeMessages
from tests.interleaving import Interleaving

PEOPLE = ("ada@buyer.example", "bob@buyer.example", "cy@buyer.example")
LATEST_CALL = 12
ACTS = st.sampled_from(("cancel", "deliver"))
MEANWHILE = st.dictionaries(st.integers(0, LATEST_CALL), ACTS, max_size=4)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(st.integers(1, len(PEOPLE)), st.lists(st.tuples(ACTS, MEANWHILE), max_size=3))
def test_of_cancelling_and_claiming_one_wins_and_the_answer_says_which(
    people: int, acts: list[tuple[str, dict[int, str]]]
) -> None:
    store = FakeMessages(an_invoice(), a_document(), a_customer(), a_seller())
    message, _ = plan((store, store.invoice, an_invoice), *PEOPLE[:people])
    race = Race(store, message.message_id)

    def acting(name: str) -> Callable[[], None]:
        return race.cancel if name == "cancel" else race.deliver

    for name, meanwhile in acts:
        race.messages = Interleaving({at: acting(other) for at, other in meanwhile.items()}).of(store)
        acting(name)()
    race.messages = store
    race.deliver()

    emails = list(store.emails.values())
    left = Counter(tags["email_id"] for _, tags, _ in race.mailer.accepted)
    gone = {email.email_id for email in emails if email.status is EmailStatus.CANCELLED}
    event(f"{len(gone)} of {people} cancelled")
    assert {email.status for email in emails} <= {EmailStatus.SENT, EmailStatus.CANCELLED}
    assert left == Counter(email.email_id for email in emails if email.email_id not in gone)
    for answer in race.answers:
        assert {each.email_id for each in answer.cancelled} == gone
        assert {each.email_id for each in answer.too_late} == set(left)

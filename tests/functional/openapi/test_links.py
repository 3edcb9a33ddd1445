"""Stories along the links of the document: what one answer brings is what the next request asks about."""

from itertools import count
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case, Response

from tests.functional.api import bodies
from tests.functional.openapi.contract import STORIES, Contract, judge
from tests.functional.openapi.plausible import make_plausible, make_whole

# Chance does not find bodies that the domain's rules let pass.
WHOLE = {
    "POST /v1/invoices": bodies.an_invoice,
    "POST /v1/templates": bodies.a_template,
    "POST /v1/workflows": bodies.a_workflow,
    "PUT /v1/sellers/{seller_id}/portal": bodies.a_portal,
}
# Where a story may begin is shuffled so many times; by itself schemathesis begins most of them alike.
BEGINNINGS = 5
REACHED = {
    "GET /v1/customers/{customer_id}",
    "GET /v1/invoices/{invoice_id}",
    "GET /v1/invoices/{invoice_id}/emails/{email_id}",
    "GET /v1/sellers/{seller_id}/portal",
    "PATCH /v1/customers/{customer_id}",
    "POST /v1/batches",
    "POST /v1/invoices",
    "POST /v1/invoices/{invoice_id}/send",
    "POST /v1/messages/{message_id}/cancel",
    "POST /v1/templates",
    "POST /v1/workflows",
}
"""What must have been answered with success in some story: a run that never gets there proves nothing."""


def test_what_answers_lead_to_keeps_the_contract(contract: Contract) -> None:
    answered: set[str] = set()
    numbers = count(1)

    class Story(contract.schema.exclude(tag="documents").as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            contract.stock.restore()

        def before_call(self, case: Case[Any]) -> None:
            make_plausible(case, contract.stock.ids)
            if whole := WHOLE.get(case.operation.label):
                more = {"number": f"S-{next(numbers)}"} if whole is bodies.an_invoice else {}
                make_whole(case, whole(**more))

        def validate_response(self, response: Response, case: Case[Any], *_: Any, **__: Any) -> None:
            if response.status_code < 300:
                answered.add(case.operation.label)
            judge(case, response, recorder=self.recorder)

    for seed in range(BEGINNINGS):
        Story.rule_order_seed = seed
        Story.run(settings=_settings())
    assert answered >= REACHED


def _settings() -> settings:
    return settings(
        max_examples=STORIES,
        stateful_step_count=10,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )

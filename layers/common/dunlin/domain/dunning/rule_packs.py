"""Whether a workflow keeps the rules of a customer's country: every rule that it breaks, and what to change."""

from dataclasses import dataclass

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.country_limits import limits_of
from dunlin.domain.dunning.reference_rates import rates_of
from dunlin.domain.dunning.rule_checks import CHECKS
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.dunning.workflow_costs import interests
from dunlin.domain.errors import InvalidInput, Problem


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """`rule` is stable for programs, `source` the law and its article, `text` says what to change."""

    rule: str
    source: str
    text: str


def check_rules(workflow: Workflow, customer: Customer) -> None:
    """Ask before a workflow is given to an invoice or a customer.

    Raises InvalidInput naming every rule of the customer's country that it breaks, unless its `override` says why.
    """
    country = customer.party.address.country
    broken = broken_rules(workflow, country, consumer=customer.consumer)
    if broken and not workflow.override:
        who = "consumers" if customer.consumer else "businesses"
        raise InvalidInput(
            f"workflow {workflow.workflow_id} breaks rules for {who} in {country or 'an unknown country'}: change it, "
            "or say in its override why it does",
            *(Problem("/workflow_id", f"{each.text} ({each.source})") for each in broken),
        )


def broken_rules(workflow: Workflow, country: str, *, consumer: bool) -> tuple[BrokenRule, ...]:
    """Every rule that the workflow breaks as it is planned; empty for none, and where no rules are known."""
    found = [
        BrokenRule(limit.rule.value, limit.source, text)
        for limit in limits_of(country, consumer=consumer)
        if (text := CHECKS[limit.rule](limit, workflow))
    ]
    if rates_of(country) is None and any(each.interest.statutory for each in interests(workflow)):
        text = f"no statutory rate is known for {country or 'no country'}: give a yearly percent"
        found.append(BrokenRule("no_reference_rate", "the table of reference rates", text))
    return tuple(found)

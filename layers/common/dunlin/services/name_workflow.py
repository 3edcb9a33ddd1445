"""Name the workflow that a customer's or a seller's invoices get."""

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.rule_packs import check_rules
from dunlin.domain.errors import InvalidInput, NotFound, Problem
from dunlin.services.ports.dunning import Workflows


def name_workflow(
    workflow_id: str, *, before: str, workflows: Workflows, seller_id: str = "", customer: Customer | None = None
) -> None:
    """Raises InvalidInput for one that is unknown, archived, another seller's than `seller_id`, or that breaks rules of
    the customer's country.

    What was named `before` may be named again: to change an address, nobody has to mend the workflow first.
    """
    if workflow_id in {"", before}:
        return
    try:
        workflow = workflows.get(workflow_id)
    except NotFound as missing:
        raise _refused(str(missing)) from missing
    if workflow.archived:
        raise _refused(f"workflow {workflow_id} is archived: choose another")
    if seller_id and workflow.seller_id not in {"", seller_id}:
        raise _refused(f"workflow {workflow_id} is for another seller's invoices")
    if customer:
        check_rules(workflow, customer)


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, Problem("/workflow_id", message))

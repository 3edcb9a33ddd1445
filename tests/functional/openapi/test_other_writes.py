"""Every operation that changes anything but an invoice, with what its description allows and forbids."""

import pytest

from tests.functional.openapi.contract import Contract, writes


@pytest.mark.parametrize(("method", "path"), [each for each in writes() if not each[1].startswith("/v1/invoices")])
def test_what_is_done_keeps_the_contract(contract: Contract, method: str, path: str) -> None:
    contract.keep(method, path)

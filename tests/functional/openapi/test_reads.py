"""Every GET of the document, with what its description allows and forbids."""

import pytest

from tests.functional.openapi.contract import Contract, reads


@pytest.mark.parametrize("path", reads())
def test_what_is_read_keeps_the_contract(contract: Contract, path: str) -> None:
    contract.keep("GET", path)

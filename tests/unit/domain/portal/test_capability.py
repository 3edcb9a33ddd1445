"""Secrets that follow from the stack's own."""

from dunlin.domain.portal.capability import code_of, digest_of, is_token, proof_of, same, token_of

KEY = b"a secret"


def test_a_mail_that_is_rendered_again_has_the_same_link_and_no_other_mail_has_it() -> None:
    tokens = {token_of(f"eml_{number}_1", key=KEY) for number in range(1_000)}
    assert len(tokens) == 1_000
    assert token_of("eml_0_1", key=KEY) in tokens
    assert token_of("eml_0_1", key=b"another") not in tokens
    assert all(map(is_token, tokens))


def test_no_secret_is_another_kind_of_secret() -> None:
    made = {token_of("x", key=KEY), proof_of("x", key=KEY), digest_of("x"), code_of("x", key=KEY)}
    assert len(made) == 4


def test_a_code_has_eight_digits_however_small_it_is() -> None:
    codes = [code_of(f"eml_{number}_1", key=KEY) for number in range(2_000)]
    assert {len(each) for each in codes} == {8}
    assert any(each.startswith("0") for each in codes)


def test_odd_texts_are_no_tokens_and_compare_as_different() -> None:
    token = token_of("eml_0_1", key=KEY)
    assert not any(map(is_token, ("", token[:-1], f"{token}=", f"{token}\n", "é" * 43)))
    assert not same("é", "e")

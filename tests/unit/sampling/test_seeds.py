"""The seed follows from two hashes and the phrases; the system's phrase is promised before."""

from hashlib import sha256

import pytest

from review.sampling.seeds import PhraseUnfit, commitment, phrase_as_kept, seed_of


def test_the_seed_is_the_sha256_of_both_hashes_and_the_phrases_in_order() -> None:
    expected = sha256(("a" * 64 + "b" * 64 + "头版标题" + "f" * 64).encode()).hexdigest()
    assert seed_of("a" * 64, "b" * 64, ("头版标题", "f" * 64)) == expected
    assert seed_of("a" * 64, "b" * 64, ("f" * 64, "头版标题")) != expected


def test_a_commitment_is_the_sha256_of_the_phrase() -> None:
    assert commitment("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_phrase_is_kept_in_nfc_without_blanks_around_it() -> None:
    assert phrase_as_kept("  cafe\u0301 晴  ") == "caf\u00e9 晴"


@pytest.mark.parametrize("phrase", ["", "   ", "三个字", "长" * 201, "坏字符\ud800"])
def test_a_phrase_that_says_nothing_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseUnfit):
        phrase_as_kept(phrase)

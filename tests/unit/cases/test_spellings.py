"""Which spellings are the rarer ones."""

from review.cases.spellings import odd_spellings


def test_case_width_and_blanks_do_not_make_another_value() -> None:
    assert odd_spellings({"H071": 3, "h071": 1, "Ｈ０７１": 1, "H 071": 1, "H072": 9}) == {
        "h071": "H071",
        "Ｈ０７１": "H071",
        "H 071": "H071",
    }


def test_a_head_spelt_otherwise_is_odd_and_particulars_are_not() -> None:
    assert odd_spellings({"Plea Of Guilty": 5, "Plea of Guilty - Amended": 2, "Verdict - Not Guilty": 1}) == {
        "Plea of Guilty - Amended": "Plea Of Guilty"
    }


def test_of_two_equally_frequent_spellings_the_first_by_code_point_is_usual() -> None:
    assert odd_spellings({"abc": 2, "ABC": 2}) == {"abc": "ABC"}


def test_different_values_are_left_alone() -> None:
    assert odd_spellings({"起诉": 3, "不起诉": 3, "": 1}) == {}

"""Passwords: how long, which are refused, how they are kept."""

import re

import pytest

from review.people.passwords import PasswordTooWeak, accept, fits, keep, keep_one_time, one_time


@pytest.mark.parametrize(
    "password",
    ["一苇渡江-三省吾身-2026", "correct horse battery", "x" * 8 + "abcd", "青山 绿水 白云 明月 清风"],
)
def test_a_long_and_varied_password_passes(password: str) -> None:
    accept(password, staff_no="JD0005", name="陈敏")


@pytest.mark.parametrize(
    "password",
    [
        "short-one-1",
        "x" * 129,
        "aaaaaaaaaaaa",
        "abababababab",
        "password1234",
        "PASSWORD1234",
        "my-jd0005-password",
        "我是陈敏-今年二零二六",
    ],
)
def test_a_short_common_or_own_named_password_is_refused(password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        accept(password, staff_no="JD0005", name="陈敏")


def test_a_password_fits_only_what_was_kept_of_it_and_nobody_has_none() -> None:
    kept = keep("一苇渡江-三省吾身")
    assert kept.startswith("$argon2id$")
    assert [fits("一苇渡江-三省吾身", kept), fits("一苇渡江-三省吾心", kept)] == [True, False]
    assert [fits("", None), fits("anything", None), fits("x", "not a hash")] == [False, False, False]


def test_a_one_time_password_can_be_read_out_and_fits_its_light_hash() -> None:
    password = one_time()
    assert re.fullmatch(r"[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){3}", password)
    kept = keep_one_time(password)
    assert kept.startswith("$argon2id$")
    assert [fits(password, kept), fits(password[:-1], kept)] == [True, False]
    assert one_time() != password

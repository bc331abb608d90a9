"""Masking of texts: what names somebody goes, the same way everywhere in one case; all else stands to the letter."""

import pytest

from review.blinding.card import Card, Part, place_names, split_names, stem
from review.blinding.masking import Masker, betrays, is_identity_number


def card() -> Card:
    made = Card()
    made.person("林峰", Part.HANDLER)
    made.person("于洋", Part.STAFF)
    made.person("张无忌、赵敏", Part.PARTY)
    made.staff(["郭襄"])
    made.organisation("昆山市人民检察院")
    made.organisation("昆山市公安局")
    made.places.add("江东")
    made.number("昆检刑诉受〔2025〕320583000110号", "JD0008", "330106199001011236")
    return made


def masked(text: str, *, hide: bool = True) -> str:
    return Masker(card(), texts=[text], hide_handler=hide).mask(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("承办人林峰提出", "承办人承办检察官提出"),
        ("检察官：林　峰", "检察官：承办检察官"),
        ("林\n峰同意", "承办检察官同意"),
        ("林\u200b峰同意", "承办检察官同意"),
        ("被告人张无忌伙同赵 敏", "被告人某甲伙同某乙"),
        ("请示于洋", "请示检察人员甲"),
        ("工号JD0008、ＪＤ０００８", "工号〔编号〕、〔编号〕"),
    ],
)
def test_people_are_replaced_however_their_names_are_spaced(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昆山市人民检察院", "某市人民检察院"),
        ("昆山市检察院、昆山检察院", "某市检察院、某地检察院"),
        ("昆检与江东省院会商", "某检与某省院会商"),
        ("由昆山市公安局移送", "由某市公安局移送"),
        ("昆 山 市法院", "某市法院"),
        ("当地群众在昆山务工", "当地群众在某地务工"),
        ("检察官检举", "检察官检举"),
    ],
)
def test_units_and_places_are_replaced_in_long_and_short_form(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("以昆检刑诉〔2025〕12号起诉书", "以〔文号〕起诉书"),
        ("昆检刑诉受〔2025〕320583000110号", "〔文号〕"),
        ("（2025）苏0583刑初123号判决", "〔案号〕判决"),
        ("[2025]苏0583刑初第９号", "〔案号〕"),
        ("身份证号11010519491231002X。", "身份证号〔证件号码〕。"),
        ("身份证号１１０１０５１９４９１２３１００２Ｘ。", "身份证号〔证件号码〕。"),
        ("证件110105 19491231 002X", "证件〔证件号码〕"),
        ("电话13800138000，座机0512-57312345", "电话〔电话〕，座机〔电话〕"),
        ("苏E·1A234小轿车", "〔车牌〕小轿车"),
        ("账户6222020200112233445", "账户〔号码〕"),
        ("邮箱zhang.wj@example.cn", "邮箱〔邮箱〕"),
        ("男，住光明顶路9号3幢，农民", "男，住〔住址〕，农民"),
        ("户籍地：光明顶村四组；无业", "户籍地〔住址〕；无业"),
    ],
)
def test_numbers_and_addresses_are_replaced_by_their_shape(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2025年3月1日至2025年4月15日，共45日。",
        "2025-03-01 2025-04-15",
        "依照《中华人民共和国刑法》第二百六十四条，盗窃人民币１２３４５元。",
        "经检察委员会讨论，检察官提起公诉",
        "审核人：同意起诉",
        "住院治疗三天，轻伤二级",
    ],
)
def test_what_a_reviewer_needs_stands_to_the_letter(text: str) -> None:
    assert masked(text) == text


def test_somebody_met_only_in_a_signature_block_is_masked_in_every_text() -> None:
    signed = "此致\n检察官助理　周芷若\n2025年3月1日"
    told = "由周芷若记录，郭襄在场。"
    masker = Masker(card(), texts=[signed, told])
    assert masker.mask(signed) == "此致\n检察官助理　检察人员乙\n2025年3月1日"
    assert masker.mask(told) == "由检察人员乙记录，检察人员丙在场。"


def test_a_round_that_shows_the_handler_still_hides_private_people() -> None:
    text = "林峰以昆检刑诉〔2025〕12号起诉张无忌，昆山市人，电话13800138000"
    assert masked(text, hide=False) == "林峰以昆检刑诉〔2025〕12号起诉某甲，昆山市人，电话〔电话〕"


def test_the_check_digit_tells_a_citizen_s_number() -> None:
    assert is_identity_number("11010519491231002X")
    assert not is_identity_number("110105194912310021")
    assert not is_identity_number("1101051949123100")


def test_pseudonyms_go_on_after_ten() -> None:
    assert [stem(place) for place in (0, 1, 9, 10, 20)] == ["甲", "乙", "癸", "甲1", "甲2"]


def test_names_of_one_cell_are_told_apart() -> None:
    assert split_names("张 伟、李娜;王五") == ["张伟", "李娜", "王五"]
    assert split_names("不详") == []


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("江苏省昆山市人民检察院", {"江苏", "昆山"}),
        ("东湖区院", {"东湖"}),
        ("省本级", set()),
        ("忻县人民检察院", {"忻县"}),
        ("District 1 - Chicago", {"District", "Chicago"}),
    ],
)
def test_an_office_is_made_of_places(name: str, places: set[str]) -> None:
    assert place_names(name) == places


def test_a_writer_is_told_which_of_the_own_words_give_them_away() -> None:
    assert betrays("本人周 岚认为程序合法", ["周岚", "西山市院"]) == ["周岚"]
    assert betrays("程序合法", ["周岚", "西山市院"]) == []

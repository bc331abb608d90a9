"""People, accounts and roles: who may do what to whom, and what the pages say."""

import re
from io import BytesIO

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from review.db import transaction
from review.journal.models import JournalEntry
from review.people.actions_people import Particulars, register_person
from review.people.models import Account, Department, Person, RoleGrant, Unit
from review.people.roles import Role
from tests.reader import Reader, one, words
from tests.town import NOON, Town
from tests.web.counting import queries_of

ONE_TIME = re.compile(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}")


def rows(page: BeautifulSoup) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.select(".panel tbody tr")]


def names(page: BeautifulSoup) -> list[str]:
    return [head.get_text(strip=True) for head in page.select(".panel tbody th")]


def listing(*lines: str) -> dict[str, object]:
    header = "工号,姓名,院代码,部门,职务,角色,专长,承办上限"
    return {"file": (BytesIO("\n".join([header, *lines]).encode("gb18030")), "名册.csv")}


def told(town: Town, act: str) -> list[dict[str, object]]:
    town.session.rollback()
    facts = list(town.session.scalars(select(JournalEntry.facts).where(JournalEntry.act == act)))
    town.session.rollback()
    return facts


def test_the_list_is_searched_by_name_and_number_narrowed_and_sorted(reader: Reader, town: Town) -> None:
    browser = reader.as_("系统员")
    assert words(browser.see("people.index"), ".pager").startswith("共 14 条")
    assert names(browser.see("people.index", q="林")) == ["林峰"]
    assert names(browser.see("people.index", q="jd0005")) == ["陈敏"]
    assert names(browser.see("people.index", role="reviewer", sort="name")) == sorted(
        ["陈敏", "周岚", "顾宁"]
    )
    unit = town.units["东湖市院"].public_id
    assert names(browser.see("people.index", unit=unit, sort="-staff_no")) == ["于洋", "林峰", "陈敏"]
    assert words(browser.see("people.index", q="无此人"), ".empty-state p") == "没有符合条件的人员。"


def test_the_list_asks_the_database_as_often_for_many_people_as_for_few(
    app: Flask, reader: Reader, town: Town
) -> None:
    browser = reader.as_("系统员")
    browser.see("people.index")
    with queries_of(app) as few:
        browser.see("people.index", size=100, q="陈敏")
    for number in range(60):
        town.person(f"书记员{number}", "东湖区院")
    town.session.commit()
    with queries_of(app) as many:
        assert len(rows(browser.see("people.index", size=100, q=""))) == 74
    assert len(many) == len(few)


def test_an_administrator_of_one_city_sees_nobody_of_another(reader: Reader, town: Town) -> None:
    town.person("市系统员", "东湖市院", Role.SYSTEM)
    town.session.commit()
    browser = reader.as_("市系统员")
    assert names(browser.see("people.index")) == ["陈敏", "市系统员", "林峰", "于洋"]
    browser.see("people.show", status=404, public_id=town.people["周岚"].public_id)
    browser.send("people.reset", {}, status=404, public_id=town.people["周岚"].public_id)


def test_a_new_person_gets_a_one_time_password_shown_once_and_kept_nowhere(
    reader: Reader, town: Town
) -> None:
    browser = reader.as_("系统员")
    form = {
        "staff_no": "JD0100",
        "estate": "business",
        "name": "许知",
        "unit": town.units["西山区院"].public_id,
        "department": "",
        "capacity": "20",
        "specialities": ["prosecution"],
        "account": "y",
    }
    page = browser.send("people.new", form, status=200)
    password = words(page, ".one-time")
    assert ONE_TIME.fullmatch(password)
    town.session.rollback()
    person = town.session.scalars(select(Person).where(Person.staff_no == "JD0100")).one()
    assert (person.name, person.capacity, person.specialities) == ("许知", 20, ["prosecution"])
    assert password not in town.session.get_one(Account, person.id).password_hash
    assert password not in str([entry.facts for entry in town.session.scalars(select(JournalEntry))])
    answer = reader.client.post(
        reader.address("signin.sign_in"), data={"staff_no": "JD0100", "password": password}
    )
    assert answer.status_code == 303
    assert reader.get("home.show").headers["Location"] == "/password"
    again = browser.send("people.new", form, status=422)
    assert words(again, "#staff_no-error") == "工号 JD0100 已登记给另一人。请核对后修改。"


def test_a_reset_password_ends_the_sign_ins_and_the_old_password(reader: Reader, town: Town) -> None:
    other = reader.as_("周岚")
    page = reader.as_("系统员").send("people.reset", {}, status=200, public_id=town.people["周岚"].public_id)
    assert ONE_TIME.fullmatch(words(page, ".one-time"))
    assert other.get("home.show").status_code == 303
    assert told(town, "PasswordReset") == [{"sign_ins_ended": 1}]


def test_a_disabled_account_is_out_at_once_and_can_be_enabled_again(reader: Reader, town: Town) -> None:
    other, browser = reader.as_("周岚"), reader.as_("系统员")
    public_id = town.people["周岚"].public_id
    page = browser.send("people.disable", {"why": "moved"}, public_id=public_id)
    assert words(page, ".notice") == "已停用 周岚 的账号，其登录已全部下线。"
    assert other.get("home.show").status_code == 303
    assert told(town, "AccountDisabled") == [{"why": "moved", "sign_ins_ended": 1}]
    browser.send("people.enable", {}, public_id=public_id)
    reader.as_("周岚").see("home.show")


def test_nobody_disables_or_resets_the_own_account(reader: Reader, town: Town) -> None:
    browser = reader.as_("系统员")
    for endpoint, form in (
        ("people.disable", {"why": "other"}),
        ("people.reset", {}),
        ("people.sign_out", {}),
    ):
        page = browser.send(endpoint, form, status=403, public_id=town.people["系统员"].public_id)
        assert words(page, ".refusal p") == "不能停用、重置或下线您自己的账号。请由另一名系统管理员办理。"


def test_the_security_administrator_grants_over_a_subtree_and_the_person_signs_in_anew(
    reader: Reader, town: Town
) -> None:
    other, browser = reader.as_("周岚"), reader.as_("安全员")
    public_id, unit = town.people["周岚"].public_id, town.units["西山市院"].public_id
    browser.send("people.grant", {"role": "officer", "unit": unit}, public_id=public_id)
    assert other.get("home.show").status_code == 303
    town.session.rollback()
    assert town.viewer("周岚").paths(Role.OFFICER) == ("/33/3302/",)
    page = browser.send("people.grant", {"role": "officer", "unit": unit}, status=422, public_id=public_id)
    assert words(page, "#role-error") == "周岚 在 西山市院 已有“案管人员”角色，不必重复授权。"


def test_the_three_administrators_and_the_business_never_meet_in_one_person(
    reader: Reader, town: Town
) -> None:
    browser = reader.as_("安全员")
    page = browser.see("people.show", public_id=town.people["周岚"].public_id)
    offered = [option["value"] for option in page.select("#role option")]
    assert offered == [role.value for role in Role if role not in (Role.SYSTEM, Role.SECURITY, Role.AUDITOR)]
    form = {"role": "auditor", "unit": town.units["江东省院"].public_id}
    browser.send("people.grant", form, status=422, public_id=town.people["周岚"].public_id)
    page = browser.see("people.show", public_id=town.people["审计员"].public_id)
    assert [option["value"] for option in page.select("#role option")] == ["auditor"]


def test_the_last_administrator_of_a_kind_and_the_own_roles_stay(reader: Reader, town: Town) -> None:
    browser = reader.as_("安全员")
    town.session.rollback()
    for name, status, sentence in (
        ("审计员", 409, "这是最后一名审计管理员，收回后将无人办理其职责。请先授权给另一人。"),
        ("安全员", 403, "不能给自己授予或收回角色。请由另一名安全管理员办理。"),
    ):
        person = town.people[name]
        grant = town.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
        page = browser.send("people.revoke", {}, status=status, public_id=person.public_id, grant_id=grant.id)
        assert words(page, ".refusal p") == sentence


def test_a_revoked_role_is_gone_at_once(reader: Reader, town: Town) -> None:
    person = town.people["顾宁"]
    grant = town.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
    page = reader.as_("安全员").send("people.revoke", {}, public_id=person.public_id, grant_id=grant.id)
    assert words(page, ".empty-state p") == "还没有角色，登录后看不到任何业务。请由安全管理员授权。"


def test_the_system_administrator_cannot_grant_and_the_security_administrator_cannot_open_accounts(
    reader: Reader, town: Town
) -> None:
    public_id = town.people["周岚"].public_id
    reader.as_("系统员").send("people.grant", {"role": "leader"}, status=403, public_id=public_id)
    reader.as_("安全员").send("people.reset", {}, status=403, public_id=public_id)
    reader.as_("安全员").send("people.open_", {}, status=403, public_id=public_id)


def test_a_list_is_previewed_and_then_taken_in_wholly_with_passwords_shown_once(
    reader: Reader, town: Town
) -> None:
    browser = reader.as_("系统员")
    page = browser.send(
        "rosters.bring",
        listing(
            "JD0201,许知,330101,第一检察部,一级检察官,评查员、承办检察官,审查起诉,25",
            "JD0202,苏眉,330101,第二检察部,,,,",
        ),
        status=200,
    )
    assert words(page, ".lead-line") == "共 2 人，尚未写入。"
    address = one(page, "form.panel")["action"]
    assert town.session.scalar(select(Person.id).where(Person.staff_no == "JD0201")) is None
    answer = browser.client.post(address, data={"accounts": "y"})
    assert answer.status_code == 200
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert [bool(ONE_TIME.fullmatch(code.get_text())) for code in page.select(".one-time")] == [True, True]
    assert str(one(page, "a[download]")["href"]).startswith("data:text/csv;base64,")
    town.session.rollback()
    first = town.session.scalars(select(Person).where(Person.staff_no == "JD0201")).one()
    assert (first.capacity, first.specialities, first.department_id) == (
        25,
        ["prosecution"],
        town.departments["第一检察部"].id,
    )
    departments = town.session.scalars(
        select(Department.name)
        .where(Department.unit_id == town.units["东湖区院"].id)
        .order_by(Department.code)
    ).all()
    assert departments == ["第一检察部", "第二检察部"]
    assert town.session.scalars(select(RoleGrant).where(RoleGrant.person_id == first.id)).all() == []
    assert browser.client.post(address, data={"accounts": "y"}).status_code == 409


def test_a_list_with_one_fault_is_told_row_by_row_and_nothing_is_taken_in(reader: Reader, town: Town) -> None:
    browser = reader.as_("系统员")
    page = browser.send(
        "rosters.bring",
        listing(
            "JD0201,许知,330101,,,,,",
            "JD0001,重名,330101,,,,,",
            "JD0201,,9999,,,书记,科幻,0",
        ),
        status=200,
    )
    assert not page.select("form.panel")
    lines = [line for line in rows(page) if re.match(r"\d+ (工号|姓名|院代码|角色|专长|承办上限) ", line)]
    assert lines == [
        "3 工号 JD0001 此工号已登记",
        "4 姓名 — 未填写",
        "4 院代码 9999 没有这个院，或不在您的管理范围内",
        "4 角色 书记 没有“书记”这个角色",
        "4 专长 科幻 没有“科幻”这个案件类型",
        "4 承办上限 0 须为 1 至 500 的整数",
        "4 工号 JD0201 与第 2 行重复",
    ]


def test_a_file_that_is_no_list_is_refused_beside_the_field(reader: Reader) -> None:
    browser = reader.as_("系统员")
    page = browser.send("rosters.bring", {"file": (BytesIO(b"a,b\n1,2\n"), "x.csv")}, status=422)
    assert words(page, "#file-error") == (
        "文件缺少列：工号、姓名、院代码。请下载模板，按模板的列名整理后重新上传。"
    )
    page = browser.send("rosters.bring", {}, status=422)
    assert words(page, "#file-error") == "请选择要导入的文件。"


def test_the_security_administrator_grants_the_lists_roles_to_people_already_registered(
    reader: Reader, town: Town
) -> None:
    browser = reader.as_("安全员")
    page = browser.send("rosters.bring", listing("JD0006,周岚,3302,,,评查员、评查组长,,"), status=200)
    answer = browser.client.post(str(one(page, "form.panel")["action"]))
    assert answer.status_code == 303
    town.session.rollback()
    assert town.viewer("周岚").roles == {Role.REVIEWER, Role.LEADER}
    assert told(town, "GrantsTaken") == [{"people": 1, "grants": 1}]
    page = browser.send("rosters.bring", listing("JD0300,新人,3302,,,评查员,,"), status=200)
    assert rows(page)[-2].endswith("此工号尚未登记，请先由系统管理员导入人员")


def test_the_english_template_columns_are_taken_too(reader: Reader) -> None:
    text = "staff_no,name,unit_code,capacity\nJD0201,Xu Zhi,330101,12\n"
    page = reader.as_("系统员").send(
        "rosters.bring", {"file": (BytesIO(text.encode()), "people.csv")}, status=200
    )
    assert words(page, ".lead-line") == "共 1 人，尚未写入。"
    template = reader.as_("系统员").get("rosters.template_file")
    assert template.get_data().decode("utf-8-sig").splitlines()[0] == (
        "工号,姓名,院代码,部门,职务,角色,专长,承办上限"
    )


def test_the_tree_shows_units_in_order_and_grows(reader: Reader, town: Town) -> None:
    browser = reader.as_("系统员")
    assert names(browser.see("units.index")) == [
        "江东省院",
        "东湖市院",
        "东湖区院",
        "西山市院",
        "西山区院",
        "南浦市院",
        "南浦区院",
    ]
    form = {
        "name": "北岭区院",
        "code": "330202",
        "level": "county",
        "parent": town.units["西山市院"].public_id,
        "region_code": "3302",
    }
    assert words(browser.send("units.new", form), "h1") == "北岭区院"
    page = browser.send("units.new", form, status=422)
    assert words(page, "#code-error") == "代码 330202 已被使用。请核对后换一个代码。"
    page = browser.send("units.new", form | {"code": "x/y"}, status=422)
    assert words(page, "#code-error").startswith("代码 x/y 不可用")
    page = browser.send("units.new", form | {"code": "330203", "level": "province"}, status=422)
    assert words(page, "#level-error") == "西山市院是市级院，其下不能设省级院。请另选上级院或级别。"


def test_a_unit_is_renamed_and_given_a_department(reader: Reader, town: Town) -> None:
    browser = reader.as_("系统员")
    public_id = town.units["西山区院"].public_id
    form = {"name": "西山区人民检察院", "region_code": "3302", "active": "y"}
    assert words(browser.send("units.change", form, public_id=public_id), "h1") == "西山区人民检察院"
    department = {"department-code": "01", "department-name": "刑事检察部"}
    page = browser.send("units.add_department", department, public_id=public_id)
    assert "刑事检察部" in names(page)
    page = browser.send("units.add_department", department, status=422, public_id=public_id)
    assert words(page, "#department-code-error") == "代码 01 已被使用。请核对后换一个代码。"
    assert told(town, "UnitChanged") == [{"columns": "name", "active": True}]


def test_a_list_of_units_is_previewed_and_taken_in_with_parents_of_earlier_rows(
    reader: Reader, town: Town
) -> None:
    browser = reader.as_("系统员")
    text = (
        "院代码,院名称,级别,上级院代码,地区代码,地区名称\n"
        "3304,北岭市院,市级,33,3304,北岭市\n330401,北岭区院,县区级,3304,3304,\n"
    )
    page = browser.send("units.bring", {"file": (BytesIO(text.encode()), "units.csv")}, status=200)
    address = str(one(page, ".actions form")["action"])
    assert browser.client.post(address).status_code == 303
    town.session.rollback()
    unit = town.session.scalars(select(Unit).where(Unit.code == "330401")).one()
    assert (unit.path, unit.name) == ("/33/3304/330401/", "北岭区院")
    broken = text.replace("3304,北岭市院,市级,33,", "3301,北岭市院,市级,99,")
    page = browser.send("units.bring", {"file": (BytesIO(broken.encode()), "units.csv")}, status=200)
    assert not page.select(".actions form")
    assert [line for line in rows(page) if line.startswith("2 ")][:2] == [
        "2 院代码 3301 此代码已登记",
        "2 上级院代码 99 没有这个上级院，或它不在您的管理范围内、不在本行之前",
    ]


def test_somebody_who_left_is_out_at_once(reader: Reader, town: Town) -> None:
    other = reader.as_("周岚")
    form = {
        "name": "周岚",
        "unit": town.units["西山市院"].public_id,
        "department": "",
        "capacity": "30",
        "rank": "",
    }
    reader.as_("系统员").send("people.change", form, public_id=town.people["周岚"].public_id)
    assert other.get("home.show").status_code == 303
    assert told(town, "PersonChanged") == [{"columns": "active"}]


def test_aliases_in_the_journal_tell_nothing_and_differ(town: Town) -> None:
    by = town.viewer("系统员")
    with transaction(town.session):
        made = [
            register_person(
                town.session,
                staff_no=f"JD03{number:02d}",
                unit=town.units["东湖区院"],
                particulars=Particulars("同名", None, "", (), 30),
                by=by,
                at=NOON,
            ).journal_alias
            for number in range(20)
        ]
    assert len(set(made)) == 20
    assert all(re.fullmatch(r"a-[0-9a-f]{16}", alias) for alias in made)

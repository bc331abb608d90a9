"""What people read in the report centre."""

from tests.builders.yangzhou import build_yangzhou
from tests.reader import Reader, one, words
from tests.town import Town


def test_tmp(reader: Reader, town: Town) -> None:
    round_ = build_yangzhou(town)
    page = reader.as_("何主任").see("reports.show", public_id=round_.public_id)
    print(words(page, ".figures"))
    for name in ("flaws", "excellent", "cases", "problems", "ledger", "people", "frame"):
        page = reader.as_("何主任").see("reports." + name, public_id=round_.public_id)
    reader.as_("何主任").see("reports.index")
    reader.as_("何主任", "en").see("reports.show", public_id=round_.public_id)
    page = reader.as_("何主任").see("reports.case", public_id=round_.public_id, case_id="sample-00700")
    print(words(page, ".paper"))
    for kind, f in (
        ("summary", "docx"),
        ("summary", "xlsx"),
        ("flaws", "docx"),
        ("excellent", "docx"),
        ("excellent", "xlsx"),
        ("ledger", "csv"),
        ("problems", "xlsx"),
        ("cases", "csv"),
    ):
        r = reader.as_("何主任").fetch(
            "report_files.export", {"format": f}, public_id=round_.public_id, kind=kind
        )
        assert r.status_code == 200, r.text
        open(f"/tmp/out-{kind}.{f}", "wb").write(r.data)
    assert 0

"""First tables, and the triggers that keep the journal append-only."""

import sqlalchemy as sa
from alembic import op

from review.journal.models import FORGET_TRIGGERS, TRIGGERS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False, comment="from 1, without gaps"),
        sa.Column("at", sa.String(length=32), nullable=False, comment="UTC, ISO 8601 with microseconds"),
        sa.Column(
            "actor",
            sa.String(length=32),
            nullable=False,
            comment="alias of who acted; 'system' for the machine",
        ),
        sa.Column(
            "sealed", sa.Text(), nullable=False, comment="who acted, encrypted; opened by procedure only"
        ),
        sa.Column("acting_as", sa.String(length=200), nullable=False, comment="roles held at that moment"),
        sa.Column("act", sa.String(length=64), nullable=False, comment="the event, past tense"),
        sa.Column(
            "object", sa.String(length=80), nullable=False, comment="kind:public id of what it was done to"
        ),
        sa.Column(
            "facts", sa.JSON(), nullable=False, comment="ids, counts and hashes; never names or case text"
        ),
        sa.Column("previous", sa.String(length=64), nullable=False, comment="hash of the entry before"),
        sa.Column("hash", sa.String(length=64), nullable=False, comment="hash of this entry"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_entry_hash")),
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index("ix_journal_entry_act", ["act"], unique=False)
        batch_op.create_index("ix_journal_entry_object", ["object"], unique=False)

    op.create_table(
        "pinned_catalogue",
        sa.Column("hash", sa.String(length=64), nullable=False, comment="SHA-256 of the canonical content"),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False, comment="canonical JSON"),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_pinned_catalogue")),
    )
    op.create_table(
        "region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "code", sa.String(length=40), nullable=False, comment="行政区划代码, or a foreign export's own"
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("code", name=op.f("uq_region_code")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_no", sa.String(length=40), nullable=False, comment="as typed, cut; known or not"),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sign_in_failure_staff_no_address_at", ["staff_no", "address", "at"], unique=False
        )

    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "code", sa.String(length=40), nullable=False, comment="unit code, begins with its region's"
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "province",
                "city",
                "county",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "path",
            sa.String(length=200),
            nullable=False,
            comment="codes from the root, '/32/3210/321002/': a subtree is a prefix",
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_unit_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_unit_public_id")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index("ix_unit_path", ["path"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_region_id"), ["region_id"], unique=False)

    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_department_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("public_id", name=op.f("uq_department_public_id")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_department_unit_id_code")),
    )
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_department_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "staff_no", sa.String(length=40), nullable=False, comment="工号; as case packages name handlers"
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "estate",
            sa.Enum(
                "business",
                "system",
                "security",
                "audit",
                name="estate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("rank", sa.String(length=60), nullable=False, comment="职务, as given"),
        sa.Column("specialities", sa.JSON(), nullable=False, comment="case families reviewed best"),
        sa.Column(
            "capacity", sa.Integer(), nullable=False, comment="cases a round may give this reviewer at most"
        ),
        sa.Column(
            "journal_alias", sa.String(length=32), nullable=False, comment="random name in the journal"
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_person_department_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("id", "estate", name=op.f("uq_person_id_estate")),
        sa.UniqueConstraint("journal_alias", name=op.f("uq_person_journal_alias")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_public_id")),
        sa.UniqueConstraint("staff_no", name=op.f("uq_person_staff_no")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "account",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column(
            "must_change", sa.Boolean(), nullable=False, comment="one-time password: change at first sign-in"
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("large_text", sa.Boolean(), nullable=False, comment="大字"),
        sa.Column("shortcuts", sa.Boolean(), nullable=False, comment="single-key shortcuts switched on"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_account")),
    )
    op.create_table(
        "declared_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="case | handler | unit"),
        sa.Column(
            "target",
            sa.String(length=200),
            nullable=False,
            comment="case key, handler's staff number, or unit code",
        ),
        sa.Column("source", sa.String(length=60), nullable=False, comment="recusal | declared | imported"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["person.id"], name=op.f("fk_declared_conflict_reviewer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_conflict")),
        sa.UniqueConstraint(
            "reviewer_id", "kind", "target", name=op.f("uq_declared_conflict_reviewer_id_kind_target")
        ),
    )
    with op.batch_alter_table("declared_conflict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declared_conflict_reviewer_id"), ["reviewer_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False, comment="which handler does it"),
        sa.Column("params", sa.JSON(), nullable=False, comment="public ids and choices, never case text"),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                name="job_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "phase", sa.String(length=120), nullable=False, comment="what is being done now, a sentence"
        ),
        sa.Column("done", sa.Integer(), nullable=False, comment="rows done"),
        sa.Column("total", sa.Integer(), nullable=True, comment="rows in all, where known"),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column(
            "error", sa.Text(), nullable=False, comment="the refusal's sentence, or the error's number"
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "lease_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="after this moment another worker may take it",
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_job_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("public_id", name=op.f("uq_job_public_id")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_person_id_created_at", ["person_id", "created_at"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "estate",
            sa.Enum(
                "business",
                "system",
                "security",
                "audit",
                name="estate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "system",
                "security",
                "auditor",
                "officer",
                "reviewer",
                "leader",
                "handler",
                "head",
                "deputy",
                "chief",
                "arbiter",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="top of the subtree it covers"),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(role = 'system' AND estate = 'system') OR (role = 'security' AND estate = 'security') OR (role = 'auditor' AND estate = 'audit') OR (role NOT IN ('system', 'security', 'auditor') AND estate = 'business')",
            name=op.f("ck_role_grant_role_of_its_estate"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "estate"], ["person.id", "person.estate"], name="estate_of_the_person"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "person_id", "role", "unit_id", name=op.f("uq_role_grant_person_id_role_unit_id")
        ),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grant_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False, comment="依据文件"),
        sa.Column(
            "kind",
            sa.Enum(
                "routine",
                "key",
                "thematic",
                name="round_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum(
                "cross_region",
                "cross",
                "vertical",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="organising office; its subtree"),
        sa.Column(
            "step",
            sa.Enum(
                "draft",
                "frozen",
                "seeded",
                "drawn",
                "assigned",
                "opened",
                "published",
                "closed",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the draft, counts every saved change"),
        sa.Column("window_from", sa.Date(), nullable=True, comment="办结日期, first day"),
        sa.Column("window_to", sa.Date(), nullable=True, comment="办结日期, last day"),
        sa.Column(
            "filters", sa.JSON(), nullable=False, comment="families, causes, unit_ids: lists; absent = all"
        ),
        sa.Column(
            "rate", sa.Numeric(precision=7, scale=6), nullable=True, comment="share of the frame, 0 to 1"
        ),
        sa.Column("minimum", sa.Integer(), nullable=False, comment="cases every stratum gives at least"),
        sa.Column("strata", sa.JSON(), nullable=False),
        sa.Column(
            "must_kinds", sa.JSON(), nullable=False, comment="key-case kinds that are reviewed for certain"
        ),
        sa.Column("reviewers_per_case", sa.Integer(), nullable=False),
        sa.Column(
            "anti_reciprocity", sa.Boolean(), nullable=False, comment="no two regions review each other"
        ),
        sa.Column("hide_handler", sa.Boolean(), nullable=False, comment="from the reviewer"),
        sa.Column("hide_reviewer", sa.Boolean(), nullable=False, comment="from the handler"),
        sa.Column("grade_scheme", sa.String(length=40), nullable=False),
        sa.Column(
            "points_gap", sa.Integer(), nullable=False, comment="two reviews further apart call a third"
        ),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("hearing_days", sa.Integer(), nullable=False, comment="working days to reply"),
        sa.Column("correction_days", sa.Integer(), nullable=False, comment="working days to mend"),
        sa.Column("catalogue_version", sa.String(length=40), nullable=False),
        sa.Column("catalogue_hash", sa.String(length=64), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True, comment="the sealed plan, canonical JSON"),
        sa.Column("plan_hash", sa.String(length=64), nullable=True),
        sa.Column("frame_hash", sa.String(length=64), nullable=True),
        sa.Column("frame_size", sa.Integer(), nullable=True),
        sa.Column("seed", sa.String(length=200), nullable=True, comment="in hex; redraws the same sample"),
        sa.Column("protocol", sa.JSON(), nullable=True, comment="of the draw, as `review verify` reads it"),
        sa.Column("by_id", sa.Integer(), nullable=False, comment="who started it"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.CheckConstraint(
            "(step = 'draft') = (plan_hash IS NULL)", name=op.f("ck_round_plan_sealed_when_frozen")
        ),
        sa.CheckConstraint(
            "(step IN ('draft', 'frozen')) = (seed IS NULL)", name=op.f("ck_round_seed_from_its_step_on")
        ),
        sa.CheckConstraint("rate IS NULL OR (rate > 0 AND rate <= 1)", name=op.f("ck_round_rate_is_a_share")),
        sa.CheckConstraint(
            "reviewers_per_case BETWEEN 1 AND 3", name=op.f("ck_round_one_to_three_reviewers")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_round_by_id")),
        sa.ForeignKeyConstraint(
            ["catalogue_hash"], ["pinned_catalogue.hash"], name=op.f("fk_round_catalogue_hash")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_round_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("public_id", name=op.f("uq_round_public_id")),
    )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sign_in_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "assignment_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "commitment",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the seed, published before",
        ),
        sa.Column("sealed_seed", sa.Text(), nullable=False, comment="encrypted; opened by procedure only"),
        sa.Column(
            "certificate", sa.JSON(), nullable=False, comment="loads, spread, matches, bounds, violations"
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_assignment_run_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_run")),
    )
    with op.batch_alter_table("assignment_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_run_round_id"), ["round_id"], unique=False)

    op.create_table(
        "case_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="importing office"),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column(
            "stored_as",
            sa.String(length=120),
            nullable=False,
            comment="generated name under the upload folder",
        ),
        sa.Column(
            "file_hash", sa.String(length=64), nullable=False, comment="SHA-256 of the file as received"
        ),
        sa.Column("mapping", sa.Text(), nullable=False, comment="YAML; empty for the standard package"),
        sa.Column(
            "state",
            sa.Enum(
                "examining",
                "examined",
                "loading",
                "loaded",
                "refused",
                name="import_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("preview", sa.JSON(), nullable=True, comment="counts and first rows per problem class"),
        sa.Column("decisions", sa.JSON(), nullable=False, comment="problem class → keep | quarantine"),
        sa.Column(
            "register_new", sa.Boolean(), nullable=False, comment="register units and handlers not known yet"
        ),
        sa.Column("loaded", sa.JSON(), nullable=True, comment="cases new, new versions, unchanged, left out"),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_case_import_by_id")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_case_import_job_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_import_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_import_public_id")),
    )
    with op.batch_alter_table("case_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_import_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_publication_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_publication_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("round_id", name=op.f("uq_publication_round_id")),
    )
    op.create_table(
        "round_reviewer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_round_reviewer_some_capacity")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_round_reviewer_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_reviewer_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_reviewer")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_round_reviewer_round_id_person_id")),
    )
    with op.batch_alter_table("round_reviewer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_reviewer_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_reviewer_round_id"), ["round_id"], unique=False)

    op.create_table(
        "step_taken",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "draft",
                "frozen",
                "seeded",
                "drawn",
                "assigned",
                "opened",
                "published",
                "closed",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("did", sa.JSON(), nullable=False, comment="counts and hashes, for the round's page"),
        sa.Column("journal_seq", sa.Integer(), nullable=False, comment="the entry that tells of it"),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_step_taken_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_step_taken_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_taken")),
        sa.UniqueConstraint("round_id", "step", name=op.f("uq_step_taken_round_id_step")),
    )
    with op.batch_alter_table("step_taken", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_taken_round_id"), ["round_id"], unique=False)

    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False, comment="部门受案号, key of the stage, NFC"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column(
            "record_hash", sa.String(length=64), nullable=False, comment="SHA-256 of the record as imported"
        ),
        sa.Column("unified_no", sa.String(length=200), nullable=False, comment="统一受案号"),
        sa.Column("name", sa.String(length=400), nullable=False, comment="案件名称"),
        sa.Column("type_code", sa.String(length=40), nullable=False),
        sa.Column("type_name", sa.String(length=120), nullable=False, comment="案件类别"),
        sa.Column(
            "family", sa.String(length=40), nullable=False, comment="case family of the catalogue's codes"
        ),
        sa.Column("business_line", sa.String(length=60), nullable=False),
        sa.Column("count_class", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="承办单位"),
        sa.Column("department_name", sa.String(length=120), nullable=False, comment="承办部门"),
        sa.Column("handler_id", sa.Integer(), nullable=True, comment="承办检察官; None: blank in the file"),
        sa.Column("handler_no", sa.String(length=60), nullable=False, comment="as in the file"),
        sa.Column("handler_name", sa.String(length=120), nullable=False, comment="as in the file"),
        sa.Column("handler_rank", sa.String(length=60), nullable=False),
        sa.Column("team", sa.JSON(), nullable=False, comment="staff numbers of assistants and clerks"),
        sa.Column("investigator", sa.String(length=200), nullable=False),
        sa.Column("transferring_unit", sa.String(length=200), nullable=False),
        sa.Column("transferring_no", sa.String(length=200), nullable=False),
        sa.Column("transfer_opinion", sa.String(length=200), nullable=False),
        sa.Column("cause_transferred", sa.String(length=200), nullable=False, comment="移送案由"),
        sa.Column("cause_decided", sa.String(length=200), nullable=False, comment="审结案由"),
        sa.Column("other_causes", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False, comment="督办, 交办, 关注 …"),
        sa.Column("risk_level", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False, comment="案情摘要"),
        sa.Column("accept_date", sa.Date(), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("finish_date", sa.Date(), nullable=True, comment="办结日期: decides the window"),
        sa.Column("archive_date", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=200), nullable=False, comment="审结处理结果"),
        sa.Column("amount", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("plea", sa.Boolean(), nullable=True, comment="认罪认罚"),
        sa.Column("procedure_kind", sa.String(length=40), nullable=False),
        sa.Column("trial_result", sa.String(length=200), nullable=False),
        sa.Column("trial_date", sa.Date(), nullable=True),
        sa.Column("sentence", sa.String(length=200), nullable=False),
        sa.Column("sentence_advice", sa.String(length=400), nullable=False),
        sa.Column("linked_cases", sa.JSON(), nullable=False),
        sa.Column("split_merged", sa.Boolean(), nullable=True, comment="拆案、并案"),
        sa.Column("hearing_joint", sa.JSON(), nullable=False),
        sa.Column("volumes", sa.Integer(), nullable=True),
        sa.Column("e_file", sa.Boolean(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=False, comment="columns that no field takes, as given"),
        sa.Column(
            "problems", sa.JSON(), nullable=False, comment="import problems kept as they are: class, column"
        ),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["handler_id"], ["person.id"], name=op.f("fk_case_handler_id")),
        sa.ForeignKeyConstraint(["import_id"], ["case_import.id"], name=op.f("fk_case_import_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_case_key_version")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_public_id")),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index("ix_case_finish_date", ["finish_date"], unique=False)
        batch_op.create_index("ix_case_handler_id", ["handler_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_import_id"), ["import_id"], unique=False)
        batch_op.create_index("ix_case_unit_id_finish_date", ["unit_id", "finish_date"], unique=False)
        batch_op.create_index(
            "one_current_version",
            ["key"],
            unique=True,
            sqlite_where=sa.text("current"),
            postgresql_where=sa.text("current"),
        )

    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_event_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_event_case_id"), ["case_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.String(length=60), nullable=False, comment="document kind of the catalogue's codes"
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False, comment="文号"),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_document_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_public_id")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_case_id"), ["case_id"], unique=False)

    op.create_table(
        "exclusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_exclusion_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_exclusion_case_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_exclusion_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion")),
        sa.UniqueConstraint("round_id", "case_id", name=op.f("uq_exclusion_round_id_case_id")),
    )
    with op.batch_alter_table("exclusion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exclusion_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exclusion_round_id"), ["round_id"], unique=False)

    op.create_table(
        "frame_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("stratum", sa.String(length=300), nullable=False),
        sa.Column("must", sa.Boolean(), nullable=False, comment="key case: reviewed for certain"),
        sa.Column("must_kind", sa.String(length=60), nullable=False),
        sa.Column("record_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_frame_line_case_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_frame_line_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame_line")),
        sa.UniqueConstraint("round_id", "key", name=op.f("uq_frame_line_round_id_key")),
    )
    with op.batch_alter_table("frame_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_frame_line_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_frame_line_round_id_stratum", ["round_id", "stratum"], unique=False)

    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_measure_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_case_id"), ["case_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_notice_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_case_id"), ["case_id"], unique=False)

    op.create_table(
        "party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False, comment="the other fields of the package, as read"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_party_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_case_id"), ["case_id"], unique=False)

    op.create_table(
        "sampled_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.String(length=300), nullable=False),
        sa.Column(
            "layer",
            sa.Enum(
                "random",
                "minimum",
                "must",
                name="layer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "ticket",
            sa.String(length=120),
            nullable=False,
            comment="签号, as the consistent sampler prints it",
        ),
        sa.Column("rank", sa.Integer(), nullable=False, comment="within its stratum, from 1"),
        sa.Column("quota", sa.Integer(), nullable=False, comment="cases its stratum gives"),
        sa.Column("stratum_size", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_sampled_case_case_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_sampled_case_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampled_case")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sampled_case_public_id")),
        sa.UniqueConstraint("round_id", "case_id", name=op.f("uq_sampled_case_round_id_case_id")),
    )
    with op.batch_alter_table("sampled_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sampled_case_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sampled_case_round_id"), ["round_id"], unique=False)

    op.create_table(
        "workflow_node",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("node", sa.String(length=120), nullable=False),
        sa.Column("actor_no", sa.String(length=60), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_workflow_node_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_node")),
    )
    with op.batch_alter_table("workflow_node", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workflow_node_case_id"), ["case_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sampled_case_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column(
            "slot", sa.Integer(), nullable=False, comment="1 to k; 3 may be the third called by a difference"
        ),
        sa.Column(
            "alias",
            sa.String(length=40),
            nullable=False,
            comment="the case's code for this reviewer, 'P-7K3M-Q2XD'",
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end",
            sa.Enum("recused", "replaced", name="end", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_assignment_reviewer_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_assignment_round_id")),
        sa.ForeignKeyConstraint(
            ["sampled_case_id"], ["sampled_case.id"], name=op.f("fk_assignment_sampled_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("alias", name=op.f("uq_assignment_alias")),
        sa.UniqueConstraint("public_id", name=op.f("uq_assignment_public_id")),
        sa.UniqueConstraint(
            "sampled_case_id", "reviewer_id", name=op.f("uq_assignment_sampled_case_id_reviewer_id")
        ),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index("ix_assignment_reviewer_id_ended_at", ["reviewer_id", "ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_sampled_case_id"), ["sampled_case_id"], unique=False)
        batch_op.create_index(
            "one_reviewer_per_slot",
            ["sampled_case_id", "slot"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "conclusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sampled_case_id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=40),
            nullable=False,
            comment="评查文书号, random order, e.g. 评2026-8F3K2",
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "reviewing",
                "checking",
                "hearing",
                "objection",
                "approval",
                "approved",
                "published",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "third_called", sa.Boolean(), nullable=False, comment="two reviews differed, a third was called"
        ),
        sa.Column(
            "difference",
            sa.String(length=200),
            nullable=False,
            comment="which trigger: grade | fatal | points",
        ),
        sa.Column("points", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column(
            "proposed_grade", sa.String(length=40), nullable=True, comment="after merge and leader check"
        ),
        sa.Column("final_grade", sa.String(length=40), nullable=True, comment="as approved"),
        sa.Column("opinion", sa.Text(), nullable=False, comment="评查意见, after merge"),
        sa.Column("graded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "published_on",
            sa.Date(),
            nullable=True,
            comment="a day, not a moment: results of a batch look alike",
        ),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.CheckConstraint(
            "stage NOT IN ('approved', 'published') OR final_grade IS NOT NULL",
            name=op.f("ck_conclusion_graded_when_approved"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_conclusion_round_id")),
        sa.ForeignKeyConstraint(
            ["sampled_case_id"], ["sampled_case.id"], name=op.f("fk_conclusion_sampled_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conclusion")),
        sa.UniqueConstraint("number", name=op.f("uq_conclusion_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_conclusion_public_id")),
        sa.UniqueConstraint("sampled_case_id", name=op.f("uq_conclusion_sampled_case_id")),
    )
    with op.batch_alter_table("conclusion", schema=None) as batch_op:
        batch_op.create_index("ix_conclusion_round_id_stage", ["round_id", "stage"], unique=False)

    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conclusion_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "deputy",
                "chief",
                "committee",
                name="approval_level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("agreed", sa.Boolean(), nullable=False, comment="False: sent back to the leader"),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column(
            "reason", sa.Text(), nullable=False, comment="where the grade differs from the proposed one"
        ),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_approval_by_id")),
        sa.ForeignKeyConstraint(["conclusion_id"], ["conclusion.id"], name=op.f("fk_approval_conclusion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_conclusion_id"), ["conclusion_id"], unique=False)

    op.create_table(
        "hearing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conclusion_id", sa.Integer(), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False, comment="last working day to reply"),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end",
            sa.Enum(
                "replied",
                "default",
                "not_needed",
                name="hearing_end",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("on_behalf", sa.Boolean(), nullable=False, comment="recorded for the handler, with proof"),
        sa.Column("note", sa.Text(), nullable=False, comment="proof of what was recorded on behalf"),
        sa.Column("heard", sa.JSON(), nullable=False, comment="ids of the findings put to the handler"),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["conclusion_id"], ["conclusion.id"], name=op.f("fk_hearing_conclusion_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["person.id"], name=op.f("fk_hearing_handler_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
        sa.UniqueConstraint("conclusion_id", name=op.f("uq_hearing_conclusion_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hearing_public_id")),
    )
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_handler_id"), ["handler_id"], unique=False)

    op.create_table(
        "leader_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conclusion_id", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False, comment="False: sent back to the reviewer"),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=False, comment="proposed from here on"),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_leader_check_by_id")),
        sa.ForeignKeyConstraint(
            ["conclusion_id"], ["conclusion.id"], name=op.f("fk_leader_check_conclusion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leader_check")),
    )
    with op.batch_alter_table("leader_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leader_check_conclusion_id"), ["conclusion_id"], unique=False)

    op.create_table(
        "merit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conclusion_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("bonus", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("anchor_document", sa.String(length=22), nullable=False),
        sa.Column("anchor_page", sa.Integer(), nullable=True),
        sa.Column("anchor_quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["conclusion_id"], ["conclusion.id"], name=op.f("fk_merit_conclusion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merit")),
    )
    with op.batch_alter_table("merit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merit_conclusion_id"), ["conclusion_id"], unique=False)

    op.create_table(
        "recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=20),
            nullable=False,
            comment="case | handler | unit: how far the conflict reaches",
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_recusal_assignment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_recusal_assignment_id")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("catalogue_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="of opinion, grade and ticks; every save names the one it saw",
        ),
        sa.Column("opinion", sa.Text(), nullable=False, comment="总体评查意见"),
        sa.Column("grade", sa.String(length=40), nullable=True, comment="grade id the reviewer proposes"),
        sa.Column(
            "grade_reason", sa.Text(), nullable=False, comment="where it differs from the computed one"
        ),
        sa.Column("criteria", sa.JSON(), nullable=False, comment="criteria of the grade that are ticked"),
        sa.Column(
            "last_item", sa.String(length=40), nullable=False, comment="rule code where the reviewer stopped"
        ),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "points",
            sa.Numeric(precision=6, scale=2),
            nullable=True,
            comment="of 100, as computed at hand-in",
        ),
        sa.Column("computed_grade", sa.String(length=40), nullable=True),
        sa.Column("explanation", sa.JSON(), nullable=True, comment="how the points came about, frozen"),
        sa.CheckConstraint(
            "(handed_in_at IS NULL) = (points IS NULL)", name=op.f("ck_review_points_when_handed_in")
        ),
        sa.CheckConstraint(
            "(handed_in_at IS NULL) OR (grade IS NOT NULL)", name=op.f("ck_review_grade_when_handed_in")
        ),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_review_assignment_id")),
        sa.ForeignKeyConstraint(
            ["catalogue_hash"], ["pinned_catalogue.hash"], name=op.f("fk_review_catalogue_hash")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_review_assignment_id")),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("rule_code", sa.String(length=40), nullable=False),
        sa.Column("rule_revision", sa.Integer(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "clear",
                "problem",
                "not_applicable",
                "material_missing",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
            comment="None: only flagged, or taken back; counts as not answered",
        ),
        sa.Column(
            "severity", sa.String(length=20), nullable=True, comment="of the ladder; only for a problem"
        ),
        sa.Column("deduction", sa.Numeric(precision=5, scale=2), nullable=False, comment="points of 100"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "anchor_document",
            sa.String(length=22),
            nullable=False,
            comment="masked document's id within the case",
        ),
        sa.Column("anchor_page", sa.Integer(), nullable=True),
        sa.Column("anchor_quote", sa.Text(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False, comment="标记: look again"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_answer_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("review_id", "rule_code", name=op.f("uq_answer_review_id_rule_code")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_review_id"), ["review_id"], unique=False)

    op.create_table(
        "highlight",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False, comment="highlight kind of the catalogue"),
        sa.Column("bonus", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("anchor_document", sa.String(length=22), nullable=False),
        sa.Column("anchor_page", sa.Integer(), nullable=True),
        sa.Column("anchor_quote", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_highlight_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_highlight")),
        sa.UniqueConstraint("public_id", name=op.f("uq_highlight_public_id")),
    )
    with op.batch_alter_table("highlight", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_highlight_review_id"), ["review_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conclusion_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="in the catalogue's order, from 1"),
        sa.Column("rule_code", sa.String(length=40), nullable=False),
        sa.Column("rule_revision", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=False),
        sa.Column("deduction", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("anchor_document", sa.String(length=22), nullable=False),
        sa.Column("anchor_page", sa.Integer(), nullable=True),
        sa.Column("anchor_quote", sa.Text(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True, comment="the answer it comes from"),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_finding_answer_id")),
        sa.ForeignKeyConstraint(["conclusion_id"], ["conclusion.id"], name=op.f("fk_finding_conclusion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("public_id", name=op.f("uq_finding_public_id")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_conclusion_id"), ["conclusion_id"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False, comment="台账编号"),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False, comment="整改措施, from the rule's repair step"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "submitted",
                "returned",
                "struck",
                name="correction_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False, comment="random name in addresses"),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_correction_finding_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_correction_owner_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_correction_round_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_correction_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_correction_finding_id")),
        sa.UniqueConstraint("number", name=op.f("uq_correction_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_correction_public_id")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_correction_round_id_state", ["round_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_correction_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "accept",
                "partly",
                "object",
                name="stance",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True, comment="None: a draft"),
        sa.Column(
            "upheld", sa.Boolean(), nullable=True, comment="the leader's answer: True, the objection is right"
        ),
        sa.Column(
            "answer", sa.Text(), nullable=False, comment="the leader's reason, given to every objection"
        ),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_reply_answered_by_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_reply_finding_id")),
        sa.ForeignKeyConstraint(["hearing_id"], ["hearing.id"], name=op.f("fk_reply_hearing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_reply_finding_id")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_hearing_id"), ["hearing_id"], unique=False)

    op.create_table(
        "correction_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column(
            "to",
            sa.Enum(
                "open",
                "submitted",
                "returned",
                "struck",
                name="correction_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="proof, or the reason it was sent back"),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_correction_move_by_id")),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["correction.id"], name=op.f("fk_correction_move_correction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_move")),
    )
    with op.batch_alter_table("correction_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_move_correction_id"), ["correction_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in FORGET_TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
    with op.batch_alter_table("correction_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_move_correction_id"))

    op.drop_table("correction_move")
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_hearing_id"))

    op.drop_table("reply")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_unit_id"))
        batch_op.drop_index("ix_correction_round_id_state")
        batch_op.drop_index(batch_op.f("ix_correction_owner_id"))

    op.drop_table("correction")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_conclusion_id"))

    op.drop_table("finding")
    with op.batch_alter_table("highlight", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_highlight_review_id"))

    op.drop_table("highlight")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_review_id"))

    op.drop_table("answer")
    op.drop_table("review")
    op.drop_table("recusal")
    with op.batch_alter_table("merit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merit_conclusion_id"))

    op.drop_table("merit")
    with op.batch_alter_table("leader_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leader_check_conclusion_id"))

    op.drop_table("leader_check")
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_handler_id"))

    op.drop_table("hearing")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_conclusion_id"))

    op.drop_table("approval")
    with op.batch_alter_table("conclusion", schema=None) as batch_op:
        batch_op.drop_index("ix_conclusion_round_id_stage")

    op.drop_table("conclusion")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "one_reviewer_per_slot",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_assignment_sampled_case_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_round_id"))
        batch_op.drop_index("ix_assignment_reviewer_id_ended_at")

    op.drop_table("assignment")
    with op.batch_alter_table("workflow_node", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workflow_node_case_id"))

    op.drop_table("workflow_node")
    with op.batch_alter_table("sampled_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sampled_case_round_id"))
        batch_op.drop_index(batch_op.f("ix_sampled_case_case_id"))

    op.drop_table("sampled_case")
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_case_id"))

    op.drop_table("party")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_case_id"))

    op.drop_table("notice")
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measure_case_id"))

    op.drop_table("measure")
    with op.batch_alter_table("frame_line", schema=None) as batch_op:
        batch_op.drop_index("ix_frame_line_round_id_stratum")
        batch_op.drop_index(batch_op.f("ix_frame_line_case_id"))

    op.drop_table("frame_line")
    with op.batch_alter_table("exclusion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exclusion_round_id"))
        batch_op.drop_index(batch_op.f("ix_exclusion_case_id"))

    op.drop_table("exclusion")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_case_id"))

    op.drop_table("document")
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_event_case_id"))

    op.drop_table("case_event")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index(
            "one_current_version", sqlite_where=sa.text("current"), postgresql_where=sa.text("current")
        )
        batch_op.drop_index("ix_case_unit_id_finish_date")
        batch_op.drop_index(batch_op.f("ix_case_import_id"))
        batch_op.drop_index("ix_case_handler_id")
        batch_op.drop_index("ix_case_finish_date")

    op.drop_table("case")
    with op.batch_alter_table("step_taken", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_taken_round_id"))

    op.drop_table("step_taken")
    with op.batch_alter_table("round_reviewer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_reviewer_round_id"))
        batch_op.drop_index(batch_op.f("ix_round_reviewer_person_id"))

    op.drop_table("round_reviewer")
    op.drop_table("publication")
    with op.batch_alter_table("case_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_import_unit_id"))

    op.drop_table("case_import")
    with op.batch_alter_table("assignment_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_run_round_id"))

    op.drop_table("assignment_run")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_person_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_unit_id"))

    op.drop_table("round")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_unit_id"))
        batch_op.drop_index(batch_op.f("ix_role_grant_person_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_person_id_created_at")

    op.drop_table("job")
    with op.batch_alter_table("declared_conflict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_declared_conflict_reviewer_id"))

    op.drop_table("declared_conflict")
    op.drop_table("account")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_unit_id"))
        batch_op.drop_index(batch_op.f("ix_person_department_id"))

    op.drop_table("person")
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_unit_id"))

    op.drop_table("department")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_region_id"))
        batch_op.drop_index("ix_unit_path")
        batch_op.drop_index(batch_op.f("ix_unit_parent_id"))

    op.drop_table("unit")
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_failure_staff_no_address_at")

    op.drop_table("sign_in_failure")
    op.drop_table("region")
    op.drop_table("pinned_catalogue")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_entry_object")
        batch_op.drop_index("ix_journal_entry_act")

    op.drop_table("journal_entry")

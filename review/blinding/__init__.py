"""盲评 blinding: all that a reviewer gets of a case, and all that a unit gets of its reviewer.

In: an assignment and its case. Out: a `MaskedCase`, a type that has no field for number, region, unit or handler.
The reviewed side's pages are built from conclusions, which know no reviewer. Which mask a round wears is decided here.
What a `MaskedCase` shows of the case card is an allow-list (`shown`), so a new column is hidden until it is listed.
Words: alias (代号), card (身份卡: everything that names somebody), pseudonym (化名), mask (遮蔽).
"""

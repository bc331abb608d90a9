"""轮次 rounds: a review round, its plan, and the steps of its life.

In: an officer's plan (kind, mode, window, filters, rate, strata, blindness, terms), the reviewers' pool.
Out: a `Round` that moves one step at a time (`steps.py` is the table of contents), a sealed plan document.
Words: round (轮次), plan (方案), window (办结期间), freeze (冻结), pool (评查员库), exclusion (排除).
"""

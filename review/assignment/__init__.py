"""Sampled cases to reviewers of other regions (分派).

In: cases to assign, reviewers with capacity (承办上限) and specialities, conflicts (回避), a secret seed.
Out: a plan — every case with its k reviewers — and a certificate; or the clash that forbids one, named.

The method, file by file: `conditions` who may review what · `groups` cases that are alike · `orientation`
which region reviews which · `flow` on the `network` · `fairness` the fair share of every reviewer · `deal` and
`mixing` the random choice among equally good plans · `rounding` the same under a cap on pair probability ·
`plan` all of it in order · `violations` the check that trusts none of it · `infeasible` why there is no plan ·
`reassign` minimal change after a drop-out or recusal · `files` the CSV formats.

Words: a *slot* (人次) is one reviewer's place at one case, a case has k of them; a *match* is a slot whose
reviewer has the case's type among the specialities; a *load* is a reviewer's number of slots.
"""

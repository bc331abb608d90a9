"""评分 scoring: a reviewer's answers to the checklist → findings → points and a proposed grade.

In: answers per rule (result, severity, reason, anchor), highlights. Out: a handed-in `Review` with points, a
proposed grade and the tree that explains both. A handed-in review never changes.
Words: review (评查: one reviewer, one case), answer (评查结果), anchor (定位), highlight (亮点), deduction (扣分).
"""

"""报告 reports: what a round found, as figures, lists and official documents, and whether it holds together.

In: the conclusions of a round with their findings, merits, replies and corrections, inside the viewer's reach. Out:
the summary (总结报告), the flaw report (问题案件报告), the excellent-case report (优质案件报告), case reports, lists and
ledgers — each as a page, a document, a workbook or CSV — and the soundness check.
Every figure carries the `Wanted` that lists its cases, and every export the definitions and hashes with which a
stranger computes it again. No report knows a reviewer.
Words: figure (数字), reach (范围), drawn (随机入样), must (必查), standing finding (成立的问题), weight (权重).
"""

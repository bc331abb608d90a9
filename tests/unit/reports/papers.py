"""A short paper with every kind of block."""

from review.reports.paper import Facts, Grid, Heading, Paper, Para, Quote

PAPER = Paper(
    "总结报告",
    ("2025年下半年评查",),
    (
        Heading("一、基本情况"),
        Facts((("单位", "江东省院"), ("件数", "3"))),
        Para("一段文字 & <符号>。"),
        Heading("（一）原文", 2),
        Quote("经依法审查查明", "起诉书第 3 页"),
        Grid("表", ("项", "数"), (("甲", "1"),), frozenset({1})),
    ),
)

"""统计 statistics: pure estimators for the figures of reports; no database, no names, no words for users.

In: counts per stratum, numbers of a table. Out: design-weighted rates with their intervals, percentages that add up,
places in a ranking that the intervals allow, and which cells of a table must not be shown.
Words: stratum (层), weight (权重: cases of the frame that one sampled case stands for), interval (置信区间),
effective size (有效样本量), small cell (小单元格).
"""

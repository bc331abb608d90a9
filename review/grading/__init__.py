"""定级 grading: reviews → one conclusion per case → leader check → approval by grade.

In: handed-in reviews; where two differ too much, a third. Out: a `Conclusion` per sampled case with its confirmed
findings and merits, points and grade, and who checked and approved it.
Words: conclusion (评查结论), stage (办理环节), finding (问题), merit (亮点), leader check (组长审核), approval (审批).
"""

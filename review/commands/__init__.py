"""Commands over files (文件命令): one file per noun; they need no database and share the pages' functions.

Each prints one JSON object to standard output and sentences to standard error, and exits with 0 done,
1 a check failed, 2 bad input (named with row and column), 3 infeasible (the clash is in the JSON).
"""

"""The rule catalogue (规则目录): what is asked of a case, on which legal ground, and what follows.

In comes a folder `rules/<version>/` of YAML files: nine of rules, one per category (评查类别), and the data
files beside them (codes, dictionary, grades, severity ladder, key cases, holidays, scoring, statutes). Out
goes a frozen `Catalogue` with a content hash (`loader`), or every fault with its file and line (`check`).

Words: a *rule* (评查要点) belongs to a *category* and to one or more *case families* (业务); a *citation* is a
legal basis with a *subject*, a phrase of the cited article; a *condition* is text in the closed language of
the screening engine, checked here only for the names it uses (`conditions`); a *fault* is what is wrong in
a file, and where.
"""

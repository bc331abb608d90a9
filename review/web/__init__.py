"""页面 web: the pages, and the only room that knows Flask.

One file per noun of the address. A page function says what the page is for, finds its subject, checks the shape
of the input with a form, calls one action inside `transaction(g.session)`, and redirects (303).
"""

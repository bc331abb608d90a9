"""人员 people: regions, units in their tree, departments, people, accounts, roles, sign-ins.

In: lists from the personnel office, grants by the security administrator. Out: who a signed-in person is
(`Viewer`), what they may do (`permissions`), and which units they see (`scope`).
Words: region (地区), unit (院), department (部门), person (人员), account (账号), grant (授权), viewer (当前用户).
"""

"""Closed cases (案件) and their import.

In comes a package: an XLSX workbook, a folder or ZIP of CSV files, or one CSV file, as it was exported
elsewhere (`reading`). A mapping file says which column fills which field (`mapping`, `mapping_file`).
`examine` (`examination`) counts every kind of dirt in one streaming pass and repairs nothing; the officer
reads the `preview` and decides per problem class (`deciding`); `records` then gives the cases to be loaded,
`rows` says how they are stored, and `actions` stores them, all or none. The reading is done in a process of
its own (`apart`, `reading_orders`), which leaves the cases in a spool of JSON lines.

Words: a *package* holds *source tables* (sheets or files) with *columns*; the product has *tables* with
*fields* (`fields`). A *row* is numbered as a person sees it in the spreadsheet, the header being a row.
The key of a case is its 部门受案号 (`dept_no`); children carry the key of their case.
The *registry* holds the regions, units and handlers known; the *codebook* the code tables, handed in from
the catalogue, which lies downstream.
"""

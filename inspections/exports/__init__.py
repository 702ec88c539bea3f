"""Lists as tables for spreadsheets: the columns as data, and the forms that a table is given out in.

`items.items` is the table of items for a day, `items_held.rows` are its rows out of memory, and `files.table_of` is the
table of a file of the data package. `as_csv` and `as_xlsx` write any table of any queryset, a few rows at a time. What
stands in a column is said here and nowhere else.
"""

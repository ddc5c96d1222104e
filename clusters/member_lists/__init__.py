"""A pôle's list of members comes in: a file becomes rows, held against the register; the good are stored.

The steps, each a file: `tables` (cells of a file), `headings` (which column is which), `values` (what a cell
means), `reading` (rows, and what is wrong with them), `register` (who is known), `comparing` (what each row
would do), `storing` (with `bulk` statements), `undoing`; `progress` is how far each has come.
"""

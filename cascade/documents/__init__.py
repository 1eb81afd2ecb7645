"""Documents: what a text says of itself, what it cites, and which document carries out which.

`recognition` finds title, number, issuer, place and date; `citations` numbers and 《titles》 in
running text; `subjects` what a title is about; `lineage` the edges, with their basis.
"""

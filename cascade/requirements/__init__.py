"""Requirements: what of a file's tables and text is an obligation, whose, and till when.

`tabular` and `narrative` yield entries, `fields` takes units and deadlines off them, `reading` does
all of it for one file, `assembly` makes requirements of the entries, and `addressees` tells whom a
requirement is addressed to.
"""

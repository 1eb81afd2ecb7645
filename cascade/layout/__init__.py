"""Layout: what the lines of a text were on the page — tables, headings, paragraphs.

Knows no policy: it yields rows of cells and a tree of numbered paragraphs, each with offsets.
"""

"""Trace links: which downstream requirement carries out which upstream one.

`encoder`, `background` and `similarity` compare texts, `links` fuses the evidence into a
probability, `sanctions` corrects it for the formulas of statutes, `tracing` links and judges a
whole corpus, and `explanation` says why a link is as it is.
"""

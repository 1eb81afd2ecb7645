"""The cascade graph and what can be asked of it.

`network` owns the graph, `places` chooses a document in it, `queries` are questions to it,
`findings` what an auditor can be told, `comparison` two documents under the same upstream ones, and
`chains` one requirement's way down.
"""

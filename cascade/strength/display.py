"""Show where two texts differ, by character and word runs."""


def difference(
    upstream: str, downstream: str
) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Return diff steps (`equal`, `delete`, `insert`, `replace`) with the two spans of each.

    Equal runs of a single character between changes are joined into them: 每周 → 每季度 reads as
    one replacement.

    >>> difference("每周公开信息", "每季度公开信息")
    [('equal', (0, 1), (0, 1)), ('replace', (1, 2), (1, 3)), ('equal', (2, 6), (3, 7))]
    """
    from rapidfuzz.distance import Indel

    steps: list[tuple[str, tuple[int, int], tuple[int, int]]] = []
    opcodes = list(Indel.opcodes(upstream, downstream))
    for number, step in enumerate(opcodes):
        ours, theirs = (step.src_start, step.src_end), (step.dest_start, step.dest_end)
        inner = 0 < number < len(opcodes) - 1
        tag = step.tag
        if tag == "equal" and inner and ours[1] - ours[0] == 1:
            tag = "replace"
        if steps and tag != "equal" and steps[-1][0] != "equal":
            _, before, under = steps.pop()
            ours, theirs = (before[0], ours[1]), (under[0], theirs[1])
        if tag != "equal":
            tag = _kind(ours, theirs)
        steps.append((tag, ours, theirs))
    return steps


def _kind(ours: tuple[int, int], theirs: tuple[int, int]) -> str:
    if ours[0] == ours[1]:
        return "insert"
    return "delete" if theirs[0] == theirs[1] else "replace"

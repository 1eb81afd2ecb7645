"""The words of a report in the language asked for."""

from collections.abc import Sequence

from cascade.linking.links import ACCEPT, REVIEW
from cascade.messages import Translate

MEANING = {
    "dropped": "not taken up by a document meant to carry it out",
    "weakened": "demands less than upstream",
    "mixed": "less in one respect, more in another",
    "for review": "a doubtful link only, or perhaps in a part that the text leaves out",
    "lost above": "a level between had already left it out; not held against the place",
    "strengthened": "demands more than upstream",
    "equivalent": "demands the same as upstream",
    "added": "no upstream requirement asks for it",
    "unmatched": "no counterpart, but an upstream document is missing or leaves a part out",
    "other addressee": "asked of another place or of a body of the centre; not held against the place",
}
"""What the states say, in one line each."""
METHOD = (
    "Requirements are read from the documents' own tables, headings and numbering; each keeps its "
    "place in the source file, so that every line here can be checked against the document.",
    "Two requirements are linked when the calibrated probability that one carries out the other is "
    "at least {accept}. It rests on likeness of characters, words and meaning, on headings and "
    "order, and on rows that a table itself sets side by side. From {review} to {accept} a link is "
    "left for review, and the requirement is called neither carried out nor dropped.",
    "Weaker and stronger are judged by word lists in eight respects (modality, frequency, quantity, "
    "deadline, scope, condition, sanction, actor), and every judgement quotes the words it rests "
    "on. A change that no listed word shows is not seen, and a clause moved to another document or "
    "row can look like a loss.",
    "Confidence is the probability that the link is right times that of the status; of a dropped "
    "requirement, one less the probability of the best link refused. It orders the list and does "
    "not replace reading both texts.",
    "A document that is silent about a requirement does not prove that nothing was done: the place "
    "may have carried it out by another document that is not in this corpus.",
)
"""What a reader must know of how the findings come about."""
MEASURED = (
    "Measured against hand annotations of the documents that ship with cascade, when this report "
    "was made. The method was built with these documents at hand: expect worse on others."
)

LOST = "words of the upstream text that are judged lost or changed"
EITHER = " (by either place)"
GAINED = "words of the text below that are judged new or changed"
REWORDED = "other words that differ, held to be worded otherwise only"


def state_name(state: str, say: Translate) -> str:
    """Return the name of a state as a label."""
    return say(state.capitalize())


def title(places: Sequence[str], say: Translate) -> str:
    """Return the heading of a report on one place or two."""
    if len(places) == 1:
        return say("What {place} made of what was required of it").format(place=places[0])
    return say("What {first} and {second} made of the same requirements").format(
        first=places[0], second=places[1]
    )


def method(say: Translate) -> list[str]:
    """Return the paragraphs on the method, with its thresholds."""
    return [
        say(words).format(accept=f"{ACCEPT:.2f}", review=f"{REVIEW[0]:.2f}") for words in METHOD
    ]


SOURCE_COLUMNS = (
    "role",
    "place",
    "title",
    "number",
    "issuer",
    "date",
    "requirements",
    "basis",
    "file",
)
"""Columns of the table of documents that a report rests on."""

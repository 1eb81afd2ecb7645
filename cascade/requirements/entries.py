"""An entry: one requirement as it stands in the layout, before it is known whose it is."""

from typing import NamedTuple

from cascade.requirements.fields import Units

NO_UNITS = Units((), ())


class Entry(NamedTuple):
    """One enumerated piece of wording with the fields that apply to it; offsets into the source."""

    start: int
    end: int
    topic: tuple[str, ...]
    path: str
    """Place in the numbering, such as `3.2.1`."""
    ordinal: str
    units: Units = NO_UNITS
    deadline: str = ""
    column: str = ""
    """Header of the table column it stands in; empty in narrative text."""
    rows: tuple[int, int] = (-1, -1)
    reference: str = ""

"""The closed vocabularies of the field: levels, relations, statuses, dimensions, findings.

Every member is a plain string, so that it prints, sorts and serialises as itself.
"""

from enum import StrEnum


class Level(StrEnum):
    """Administrative level. A municipality (直辖市) is PROVINCE, a county-level city DISTRICT."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"

    @property
    def rank(self) -> int:
        """Depth from the top: 0 for central, 3 for district."""
        return list(Level).index(self)


class Relation(StrEnum):
    """What a trace link says of its two requirements."""

    IMPLEMENTS = "implements"
    """The downstream requirement carries out the upstream one."""
    RESTATES = "restates"
    """A ledger or task row says again what the narrative of the same document says."""
    RELATED = "related"
    """Compared across years, because the real upstream document is not in the corpus."""


class Status(StrEnum):
    """What became of an upstream obligation in the downstream text (GUIDELINE: statuses)."""

    EQUIVALENT = "equivalent"
    WEAKENED = "weakened"
    STRENGTHENED = "strengthened"
    MIXED = "mixed"


class Dimension(StrEnum):
    """In what respect two linked texts differ."""

    MODALITY = "modality"
    FREQUENCY = "frequency"
    QUANTITY = "quantity"
    DEADLINE = "deadline"
    SCOPE = "scope"
    CONDITION = "condition"
    SANCTION = "sanction"
    ACTOR = "actor"


class Direction(StrEnum):
    """Whether downstream demands less than upstream, more, or something else."""

    LESS = "less"
    MORE = "more"
    DIFFERENT = "different"


class FindingKind(StrEnum):
    """What an auditor can be told about one requirement."""

    DROPPED = "dropped"
    WEAKENED = "weakened"
    STRENGTHENED = "strengthened"
    MIXED = "mixed"
    ADDED = "added"
    UNMATCHED = "unmatched"
    OTHER_ADDRESSEE = "other addressee"
    """Upstream asked another place or a body of the centre for it: nobody here dropped it."""


class Basis(StrEnum):
    """Why a document is taken to carry out another, strongest first."""

    DECLARED = "declared in corpus.toml"
    CITED_NUMBER = "cited by number"
    CITED_TITLE = "cited by title"
    QUOTED = "quoted in its table"
    LINEAGE = "level, year and subject of the title"
    ACROSS_YEARS = "nearest year, same subject"

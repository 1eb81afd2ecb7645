"""What can go wrong, one tree; the command line turns any of it into one line and exit code 2.

CascadeError
├── DocumentError    a file that cannot be read as a document
├── CorpusError      a folder, `corpus.toml` or cache that cannot be used
├── PlaceError       a place or document that is unknown or ambiguous
├── ComparisonError  two documents that have nothing to be compared under
├── EncoderError     a sentence encoder that cannot be loaded
└── LexiconError     a word list in `data/lexicons` that cannot be read

A message reads `path: what is wrong; what to do`.
"""


class CascadeError(Exception):
    """Anything the user can mend; its text is one line that says how."""


class DocumentError(CascadeError):
    """A file that cannot be read as a document."""


class CorpusError(CascadeError):
    """A corpus folder, its `corpus.toml` or its cache that cannot be used."""


class PlaceError(CascadeError):
    """A place or document that is unknown or ambiguous in the corpus."""


class ComparisonError(CascadeError):
    """Two documents that no common upstream document makes comparable."""


class EncoderError(CascadeError):
    """A sentence encoder that cannot be loaded."""


class LexiconError(CascadeError):
    """A lexicon file that cannot be read or has an unknown entry."""

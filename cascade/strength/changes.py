"""Turn marks into changes: what was lowered, lost or gained, and how much it matters here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cascade.strength.alterations import LESS, MORE, Scaling, altered
from cascade.strength.lexicon import finder
from cascade.strength.pairing import Alignment, Pair, pair_marks
from cascade.strength.reading import Mark, Span
from cascade.strength.texts import Text
from cascade.strength.verdict import weight
from cascade.vocabulary import Dimension, Direction

ANSWERED = 0.25
"""What a clause must share with one of the other text for its marks to be missed there."""
VERBATIM = 0.8
"""Common share of two clauses that differ in a few characters only."""
KEPT = 0.75
"""What two clauses share from which the one is the other in all but a few words."""
_LEAST = 0.02
_HELPING = ("help", "relay", "manner", "guide")
_NOUNS = {
    "soft": "discretion",
    "help": "helping verb",
    "relay": "relaying verb",
    "manner": "model to follow",
    "guide": "guiding verb",
    "firm": "firmness",
    "emphasis": "emphasis",
    "date": "deadline",
    "since": "starting date",
    "time": "time limit",
    "prompt": "promptness",
}


@dataclass(frozen=True)
class Draft:
    """A change with spans in the folded texts."""

    dimension: Dimension
    direction: Direction
    upstream: Span
    downstream: Span
    words: str
    weight: float


@dataclass(frozen=True)
class Comparer:
    """The two texts, and which of their clauses answer each other."""

    upstream: Text
    downstream: Text
    alignment: Alignment
    scaling: Scaling
    held: Sequence[float]
    """For each upstream clause, how far its loss is held against the downstream text."""
    shares: tuple[Sequence[float], Sequence[float]]
    """For each clause of the upstream and of the downstream text, how much the other has of it."""
    siblings: Sequence[Text] = ()
    sources: Sequence[Text] = ()

    def changes(self) -> Iterator[Draft]:
        """Yield the changes of every dimension but scope."""
        for dimension in Dimension:
            ours = [m for m in self.upstream.marks if m.dimension is dimension]
            theirs = [m for m in self.downstream.marks if m.dimension is dimension]
            if not ours and not theirs:
                continue
            pairs = pair_marks(self.upstream, self.downstream, self.alignment, ours, theirs)
            for pair in pairs:
                draft = self._change(pair)
                if draft is not None and draft.weight > _LEAST:
                    yield draft

    def _change(self, pair: Pair) -> Draft | None:
        ours, theirs = pair
        if ours is not None and theirs is not None:
            return self._altered(ours, theirs)
        if ours is not None:
            return self._lost(ours)
        return self._gained(theirs) if theirs is not None else None

    def _altered(self, ours: Mark, theirs: Mark) -> Draft | None:
        alteration = altered(ours, theirs, self.scaling)
        if alteration is None:
            return None
        place = (self.upstream.clause_at(ours.start), self.downstream.clause_at(theirs.start))
        return Draft(
            ours.dimension,
            alteration.direction,
            Span(ours.start, ours.end),
            Span(theirs.start, theirs.end),
            alteration.words,
            self._salient(alteration.weight, *place),
        )

    def _lost(self, mark: Mark) -> Draft:
        """Weigh an upstream mark without answer."""
        clause = self.upstream.clause_at(mark.start)
        other, score = self.alignment.best_for_upstream(clause)
        direction = MORE if softens(mark) else LESS
        amount = alone(mark) * self.held[clause]
        if _repeats(self.downstream, other, mark) or _says(self.downstream, other, score, mark):
            amount = 0.0  # 不得…，不得… has become 不得…、…
        if direction is MORE and self.shares[0][clause] < 0.5:
            amount = 0.0  # the clause went with its condition
        if mark.kind == "emphasis" and not self._still_there(mark, clause):
            amount *= weight("emphasis.moved")
        unanswered = score < ANSWERED and bool(self.upstream.clause_pairs[clause])
        if unanswered and mark.dimension is not Dimension.SANCTION:
            amount *= 0.0 if mark.kind in _HELPING else weight("unanswered.lost")
        if any(_has(text, mark) for text in self.siblings):
            amount *= weight("sibling.far")
        elif mark.dimension is Dimension.SANCTION and _has(self.downstream, mark):
            amount *= weight("sanction.again")
        at = self.downstream.clauses[other].end if other >= 0 else 0
        return Draft(
            mark.dimension,
            direction,
            Span(mark.start, mark.end),
            Span(at, at),
            f"{_noun(mark)} {'lifted' if direction is MORE else 'lost'}: {mark.words}",
            self._salient(amount, clause, other),
        )

    def _gained(self, mark: Mark) -> Draft:
        """Weigh a downstream mark without answer."""
        clause = self.downstream.clause_at(mark.start)
        other, score = self.alignment.best_for_downstream(clause)
        direction = LESS if softens(mark) else MORE
        amount = alone(mark)
        beside = softens(mark) and score >= ANSWERED and self._kept(other, clause)
        said = _repeats(self.upstream, other, mark) or _says(self.upstream, other, score, mark)
        if beside or said:
            amount = 0.0
        elif mark.kind in _HELPING:
            amount = self._helping(mark, clause, other, score)
        elif self._is_apart(mark, clause, score):
            amount *= weight("unanswered.gained")
        if mark.kind == "soft" and self.shares[1][clause] < 0.4:
            amount = 0.0  # softens a clause that is an addition itself
        if mark.kind == "emphasis" and not self._was_there(mark, clause):
            amount *= weight("emphasis.moved")
        if any(_has(text, mark) for text in self.sources):
            amount *= weight("sibling.far")
        elif mark.dimension is Dimension.SANCTION and _has(self.upstream, mark):
            amount *= weight("sanction.again")
        end = self.upstream.clauses[other].end if other >= 0 else 0
        start = self.upstream.clauses[other].start if other >= 0 and mark.kind in _HELPING else end
        return Draft(
            mark.dimension,
            direction,
            Span(start, end),
            Span(mark.start, mark.end),
            f"{_noun(mark)} {'set' if direction is LESS else 'added'}: {mark.words}",
            self._salient(amount, other, clause),
        )

    def _is_apart(self, mark: Mark, clause: int, score: float) -> bool:
        """Say whether what a downstream mark is about answers nothing of the upstream text.

        A condition is about the rest of its sentence; to wait for an event is a sentence's whole
        point, and a check counts wherever it stands.
        """
        if mark.dimension is Dimension.SANCTION or mark.kind == "wait":
            return False
        if mark.dimension is not Dimension.CONDITION:
            return score < ANSWERED
        text = self.downstream
        sentence = text.sentences[text.sentence_at(mark.start)]
        about = [j for j, c in enumerate(text.clauses) if j >= clause and c.start < sentence.end]
        return max(self.alignment.best_for_downstream(j)[1] for j in about) < ANSWERED

    def _salient(self, amount: float, upstream: int, downstream: int) -> float:
        """Raise the weight of a change that stands between otherwise identical clauses."""
        if min(upstream, downstream) < 0:
            return amount
        if self.alignment.mutual[upstream][downstream] < VERBATIM:
            return amount
        return min(0.95, amount * weight("verbatim"))

    def _kept(self, upstream: int, downstream: int) -> bool:
        """Say whether another downstream sentence has the upstream clause as it is."""
        text, row = self.downstream, self.alignment.mutual[upstream]
        kept = row.index(max(row))
        sentences = {text.sentence_at(text.clauses[j].start) for j in (kept, downstream)}
        return max(row) >= KEPT and len(sentences) == 2

    def _still_there(self, mark: Mark, clause: int) -> bool:
        """Say whether what a word of emphasis stood before is in an answering clause."""
        word = self.upstream.following(mark.end)
        canons = self.downstream.clause_canons
        return any(word in c and self.alignment.answers(clause, j) for j, c in enumerate(canons))

    def _was_there(self, mark: Mark, clause: int) -> bool:
        word = self.downstream.following(mark.end)
        canons = self.upstream.clause_canons
        return any(word in c and self.alignment.answers(i, clause) for i, c in enumerate(canons))

    def _helping(self, mark: Mark, clause: int, other: int, score: float) -> float:
        """Weigh a helping verb: by what the upstream clause does itself."""
        if score < ANSWERED:
            return 0.0
        if mark.kind == "manner" and _doing(self.upstream, other) <= _doing(
            self.downstream, clause
        ):
            return 0.0
        return weight(f"verb.{mark.kind}")


def _says(text: Text, clause: int, score: float, mark: Mark) -> bool:
    """Tell a check or an event that the other text says too, in a form that is no mark.

    So 的安全检查 in the answering clause, and an event (审查后) anywhere.
    """
    if mark.dimension is Dimension.SANCTION and score >= ANSWERED:
        return mark.words[-2:] in text.quote(text.clauses[clause])
    return mark.kind == "event" and mark.words[-3:] in text.folded.text


def _has(text: Text, mark: Mark) -> bool:
    same = (mark.dimension, mark.kind, mark.key)
    return any((m.dimension, m.kind, m.key) == same for m in text.marks)


def _repeats(text: Text, clause: int, mark: Mark) -> bool:
    """Say whether the sentence of a clause has the same word of binding force already."""
    if clause < 0 or mark.dimension is not Dimension.MODALITY or mark.kind in _HELPING:
        return False
    sentence = text.sentence_at(text.clauses[clause].start)
    return any(
        m.kind == mark.kind and m.words == mark.words and text.sentence_at(m.start) == sentence
        for m in text.marks
    )


def _doing(text: Text, clause: int) -> set[str]:
    return {m.group() for m, _ in finder("actions").find(text.quote(text.clauses[clause]))}


def softens(mark: Mark) -> bool:
    """Say whether having the mark makes a duty weaker."""
    if mark.dimension is Dimension.CONDITION or mark.kind in ("soft", *_HELPING):
        return True
    return mark.kind == "prompt" and mark.value <= 2


def _noun(mark: Mark) -> str:
    return _NOUNS.get(mark.kind, str(mark.dimension))


def alone(mark: Mark) -> float:
    """Weigh a mark that only one of the texts has."""
    if mark.dimension is Dimension.MODALITY:
        if mark.kind in _HELPING:
            return 0.0 if mark.kind in ("manner", "guide") else weight("verb.alone")
        return 0.0 if mark.kind in ("urge", "plain") else mark.weight
    if mark.dimension is Dimension.FREQUENCY:
        return min(mark.weight, weight("frequency.lost"))
    if mark.dimension is Dimension.QUANTITY:
        if mark.kind == "amount":
            return weight("amount.all" if mark.value >= 4 else "amount.vague")
        return 0.0 if mark.value <= 1 else weight("quantity.lost")
    if mark.dimension is Dimension.DEADLINE:
        if mark.kind == "prompt":
            return {4: weight("promptness"), 3: 0.0}.get(int(mark.value), weight("promptness.step"))
        return weight("deadline.since" if mark.kind == "since" else "deadline.lost")
    if mark.dimension is Dimension.ACTOR:
        return weight("actor.head" if mark.kind == "leader" and mark.value >= 4 else "actor.other")
    return mark.weight

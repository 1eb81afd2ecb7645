"""The texts of a report as HTML: findings, additions, comparisons across years, what is unchanged."""

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from cascade.report import wording
from cascade.report.content import Answer, Entry, Passage, Report, State, Topic
from cascade.report.marks import Mark, Run
from cascade.report.picture import glyph


def anchor(key: str) -> str:
    return escape("".join(c if not c.isspace() else "_" for c in key))


def link(key: str) -> str:
    return escape("#" + quote("".join(c if not c.isspace() else "_" for c in key), safe=":."))


def section(key: str, heading: str, body: str, intro: str = "") -> str:
    """Return a section of the page under its heading."""
    lead = f'<p class="intro">{escape(intro)}</p>' if intro else ""
    return (
        f'<section id="{key}" aria-labelledby="{key}-h"><h2 id="{key}-h">{escape(heading)}</h2>'
        f"{lead}{body}</section>"
    )


class Texts:
    """Writes the sections that show texts beside each other; every text is escaped."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.say = report.say
        self.wide = len(report.places) == 2

    def findings(self) -> str:
        """Write all that there is to tell, by topic."""
        say = self.say
        topics = [t for t in self.report.topics if any(e.is_finding for e in t.entries)]
        if not topics:
            return ""
        either = say(wording.EITHER) if self.wide else ""
        parts = [
            f"<del>{escape(say('struck through'))}</del> {escape(say(wording.LOST))}{escape(either)}",
            f"<ins>{escape(say('underlined'))}</ins> {escape(say(wording.GAINED))}",
            f'<span class="reworded lost">{escape(say("dotted"))}</span> '
            f"{escape(say(wording.REWORDED))}",
        ]
        key = f'<ul class="key">{"".join(f"<li>{part}</li>" for part in parts)}</ul>'
        body = "".join(self._topic(topic) for topic in topics)
        return section("findings", say("Findings by topic"), key + body)

    def _topic(self, topic: Topic) -> str:
        entries = [e for e in topic.entries if e.is_finding]
        name = self.report.names[topic.upstream]
        return (
            f'<section class="topic"><h3><span lang="zh-CN">{escape(topic.title)}</span> '
            f"<small>{escape(name)}</small></h3>"
            f"{''.join(self._entry(entry) for entry in entries)}</section>"
        )

    def _entry(self, entry: Entry, prefix: str = "") -> str:
        say = self.say
        key = prefix + entry.upstream.id
        tag = (
            f'<span class="tag">{escape(say("handled differently"))}</span>'
            if entry.differs
            else ""
        )
        answers = "".join(self._answer(answer) for answer in entry.answers)
        differences = ""
        if entry.differences:
            first, second = (self.report.names[p.id] for p in self.report.places)
            head = say("{second} against {first}").format(second=second, first=first)
            items = "".join(f"<li>{escape(words)}</li>" for words in entry.differences)
            differences = f'<div class="differences"><h5>{escape(head)}</h5><ul>{items}</ul></div>'
        name = self.report.names[entry.upstream.document]
        return (
            f'<article class="entry" id="{anchor(key)}"><h4><a href="{link(key)}">'
            f"{escape(entry.upstream.id)}</a>{tag}</h4>"
            f'<div class="texts n{len(entry.answers)}"><div class="side upstream">'
            f'<p class="who">{escape(say("Required"))} · {escape(name)}</p>'
            f"{self._passage(entry.upstream, upstream=True)}</div>{answers}</div>{differences}</article>"
        )

    def state(self, state: State) -> str:
        """Write a state with its mark."""
        return f'<span class="status">{glyph(state)}{escape(wording.state_name(state, self.say))}</span>'

    def _answer(self, answer: Answer) -> str:
        say = self.say
        sure = ""
        if answer.confidence is not None:
            sure = f'<span class="confidence">{escape(say("confidence"))} {answer.confidence:.2f}</span>'
        passages = "".join(self._passage(passage) for passage in answer.passages)
        items = [f"<li>{escape(words)}</li>" for words in answer.changes]
        items += [f'<li class="note">{escape(words)}</li>' for words in answer.notes]
        reasons = f'<ul class="reasons">{"".join(items)}</ul>' if items else ""
        return (
            f'<div class="side s-{answer.state.name.lower()}"><p class="who">'
            f"{escape(self.report.names[answer.place])} {self.state(answer.state)}{sure}</p>"
            f"{passages}{reasons}</div>"
        )

    def _passage(self, passage: Passage, upstream: bool = False) -> str:
        say = self.say
        facts = []
        if passage.lead:
            facts.append((say("lead"), "、".join(passage.lead)))
            rest = [unit for unit in passage.units if unit not in passage.lead]
            facts.append((say("with"), "、".join(rest)))
        elif passage.units:
            facts.append((say("units"), "、".join(passage.units)))
        if passage.deadline:
            facts.append((say("deadline"), passage.deadline))
        listed = "".join(
            f'<span><b>{escape(k)}</b> <span lang="zh-CN">{escape(v)}</span></span>'
            for k, v in facts
        )
        place = say("{file}, characters {start}–{end}").format(
            file=passage.file, start=passage.start, end=passage.end
        )
        own = "" if upstream else f'<span class="id">{escape(passage.id)}</span> '
        return (
            f'<p class="text" lang="zh-CN">{_runs(passage.runs)}</p>'
            + (f'<p class="facts">{listed}</p>' if listed else "")
            + f'<p class="where">{own}{escape(place)}</p>'
        )

    # --- the rest ------------------------------------------------------------------------------

    def additions(self) -> str:
        """Write what no upstream requirement asks for."""
        report, say = self.report, self.say
        body = ""
        for place in report.places:
            found = [one for one in report.additions if one.answer.place == place.id]
            if not found:
                continue
            whys = list(dict.fromkeys(note for one in found for note in one.answer.notes))
            why = "".join(f'<p class="intro">{escape(words)}</p>' for words in whys)
            body += f"<h3>{escape(place.name)} · {self.state(found[0].answer.state)}</h3>{why}"
            topics = dict.fromkeys(one.topic for one in found)
            for topic in topics:
                items = "".join(
                    f'<article class="entry small" id="{anchor(p.id)}"><h4><a href="{link(p.id)}">'
                    f'{escape(p.id)}</a><span class="confidence">{escape(say("confidence"))} '
                    f"{one.answer.confidence or 0:.2f}</span></h4>{self._passage(p, upstream=True)}</article>"
                    for one in found
                    if one.topic == topic
                    for p in one.answer.passages
                )
                body += (
                    f'<section class="topic"><h4 class="heading" lang="zh-CN">{escape(topic)}</h4>'
                    f"{items}</section>"
                )
        if not body:
            return ""
        return section("additions", say("Without an upstream requirement"), body)

    def related(self) -> str:
        """Write the comparison with plans of other years."""
        if not self.report.related:
            return ""
        say = self.say
        body = "".join(
            f'<section class="topic"><h3><span lang="zh-CN">{escape(topic.title)}</span> '
            f"<small>{escape(self.report.names[topic.upstream])}</small></h3>"
            + "".join(self._entry(entry, "related:") for entry in topic.entries)
            + "</section>"
            for topic in self.report.related
        )
        intro = say(
            "The upstream plan itself is missing, so the nearest year's plan of the same subject "
            "stands beside it. This shows what is alike; it makes nothing dropped or added."
        )
        return section("related", say("Compared with another year"), body, intro)

    def unchanged_entries(self) -> list[Entry]:
        """Return the entries with nothing to tell."""
        return [entry for entry in self.report.entries if not entry.is_finding]

    def unchanged(self) -> str:
        """Write what was taken over, both texts beside each other."""
        entries, say = self.unchanged_entries(), self.say
        if not entries:
            return ""
        names = "".join(f'<th scope="col">{escape(p.name)}</th>' for p in self.report.places)
        rows = "".join(
            f'<tr id="{anchor(e.upstream.id)}"><td><span class="id">{escape(e.upstream.id)}</span>'
            f'<span lang="zh-CN">{_runs(e.upstream.runs)}</span></td>{self._cells(e.answers)}</tr>'
            for e in entries
        )
        intro = say(
            "Held to ask for the same. Words that differ are marked all the same, for checking."
        )
        table = (
            f'<table class="unchanged"><thead><tr><th scope="col">{escape(say("Required"))}</th>'
            f"{names}</tr></thead><tbody>{rows}</tbody></table>"
        )
        return section("unchanged", say("Taken over unchanged"), table, intro)

    def _cells(self, answers: Iterable[Answer]) -> str:
        return "".join(
            f'<td data-place="{escape(self.report.names[answer.place])}">'
            + "<br>".join(
                f'<span class="id">{escape(p.id)}</span><span lang="zh-CN">{_runs(p.runs)}</span>'
                for p in answer.passages
            )
            + f'<span class="confidence">{escape(self.say("confidence"))} '
            f"{answer.confidence or 0:.2f}</span></td>"
            for answer in answers
        )


def _runs(runs: Iterable[Run]) -> str:
    parts = []
    for run in runs:
        text = escape(run.text)
        if run.mark is Mark.SAME:
            parts.append(text)
            continue
        lost = run.mark is Mark.LOST
        if run.weighty:
            tag = "del" if lost else "ins"
            parts.append(f"<{tag}>{text}</{tag}>")
        else:
            kind = "lost" if lost else "gained"
            parts.append(f'<span class="reworded {kind}">{text}</span>')
    return "".join(parts)

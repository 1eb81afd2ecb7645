// What there is: marks, lines, documents, and the questions the page asks of them.

const { marks, lines, documents, frames, columns } = data;
const stateOf = Object.fromEntries(data.states.map((one) => [one.key, one]));
const stateRank = Object.fromEntries(data.states.map((one, rank) => [one.key, rank]));
const levelOf = Object.fromEntries(data.levels.map((one) => [one.key, one.label]));
const indexOf = new Map(marks.map((mark, index) => [mark.id, index]));
const documentOf = new Map(documents.map((one, index) => [one.id, index]));
const places = [...new Set(documents.map((one) => one.place))];

const above = marks.map(() => []);
const below = marks.map(() => []);
lines.forEach((line, number) => {
  line.n0 = number;
  above[line.d].push(line);
  below[line.u].push(line);
});
const frameOf = new Int32Array(marks.length).fill(-1);
frames.forEach((frame, number) => frame.m.forEach((index) => (frameOf[index] = number)));

/** What the user has chosen; everything that a link to this view has to say. */
const state = {
  off: { s: new Set(), l: new Set(), p: new Set(), c: new Set() },
  sure: 0,
  holes: false,
  bubbles: data.aggregated,
  open: new Set(),
  query: "",
  selected: -1,
  compare: data.overlay.length === 2 ? data.overlay : null,
};

/** Text of a mark for searching and listing; a hole speaks with the words that were dropped. */
function textOf(index) {
  const mark = marks[index];
  return mark.of === undefined ? mark.text || "" : marks[mark.of].text;
}

function docLabel(index) {
  const mark = marks[index];
  return mark.d === undefined ? t("Not in the corpus") : documents[mark.d].label;
}

/** Yield the lines above or below a mark over any number of levels, each once. */
function chainLines(index, up) {
  const found = new Set();
  const todo = [index];
  const seen = new Set(todo);
  while (todo.length) {
    const at = todo.pop();
    for (const line of up ? above[at] : below[at]) {
      found.add(line);
      const next = up ? line.u : line.d;
      if (!seen.has(next)) {
        seen.add(next);
        todo.push(next);
      }
    }
  }
  return found;
}

/** Return the marks and lines of everything that a mark carries out and that carries it out. */
function chainOf(index) {
  const mark = marks[index];
  if (mark.needed) {
    const needing = new Set(mark.needed);
    const all = marks.flatMap((one, i) => (needing.has(one.d) && one.s === "unmatched" ? [i] : []));
    return { marks: new Set([index, ...all]), lines: new Set() };
  }
  const found = new Set([...chainLines(index, true), ...chainLines(index, false)]);
  const members = new Set([index]);
  for (const line of found) members.add(line.u).add(line.d);
  return { marks: members, lines: found };
}

const holeContext = new Set();
marks.forEach((mark, index) => {
  if (mark.s === "missing") holeContext.add(index);
  if (mark.s !== "dropped") return;
  holeContext.add(index);
  for (const line of chainLines(index, true)) holeContext.add(line.u);
});

/** Tell whether a mark passes the filters, those of one kind left out. */
function passes(index, without = "") {
  const mark = marks[index];
  const { off } = state;
  if (without !== "s" && off.s.has(mark.s)) return false;
  if (without !== "l" && off.l.has(mark.l)) return false;
  if (without !== "p" && off.p.size && !placeOn(mark)) return false;
  if (without !== "c" && mark.c >= 0 && off.c.has(mark.c)) return false;
  if (state.sure > 0 && mark.p < state.sure) return false;
  if (state.holes && !holeContext.has(index)) return false;
  if (state.compare && !comparison().shown.has(index)) return false;
  return true;
}

function placeOn(mark) {
  if (mark.needed) return mark.needed.some((one) => !state.off.p.has(documents[one].place));
  return !state.off.p.has(documents[mark.d].place);
}

/** Return the marks whose text, unit or document holds the words searched for. */
function matches() {
  const words = state.query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return null;
  const found = new Set();
  marks.forEach((mark, index) => {
    const document = mark.d === undefined ? null : documents[mark.d];
    const parts = [textOf(index), mark.id, ...(mark.u || []), ...(mark.lead || []), ...(mark.h || [])];
    if (document) parts.push(document.title, document.number || "");
    const all = parts.join("\n").toLowerCase();
    if (words.every((word) => all.includes(word))) found.add(index);
  });
  return found;
}

/** Return the worst state among marks. */
function worst(indices) {
  let found = null;
  for (const index of indices) {
    const key = marks[index].s;
    if (found === null || stateRank[key] < stateRank[found]) found = key;
  }
  return found;
}

// Two places laid over each other: what each made of what both were meant to carry out.

const CLASSES = {
  first: "#e69f00",
  second: "#56b4e9",
  differ: "#cc79a7",
  same: "#c9d8cf",
  neither: "#22262b",
  open: "#9aa0a6",
};
function classLabel(key, a, b) {
  return {
    first: t("only {}", a),
    second: t("only {}", b),
    differ: t("both, but not alike"),
    same: t("both, alike"),
    neither: t("neither"),
    open: t("for review"),
  }[key];
}

let compared = null;

/** Work out the comparison of the two chosen documents, once for each choice. */
function comparison() {
  const key = state.compare.join("\n");
  if (compared && compared.key === key) return compared;
  const [a, b] = state.compare.map((id) => documentOf.get(id));
  const upstream = (documents[a].up || []).filter((one) => (documents[b].up || []).includes(one));
  const given = data.compared && key === data.overlay.join("\n") ? data.compared : null;
  const rows = given || [];
  const shown = new Set();
  const classOf = new Map();
  for (const row of rows) {
    row.kind = kindOf(row.first, row.second);
    if (row.kind === "same" && row.differs) row.kind = "differ";
    note(row);
  }
  function note(row) {
    for (const one of [row.index, ...row.first.marks, ...row.second.marks]) {
      shown.add(one);
      classOf.set(one, row.kind);
    }
  }
  marks.forEach((mark, index) => {
    if (given || !upstream.includes(mark.d) || mark.s === "restated" || mark.of !== undefined) return;
    if ([a, b].some((d) => documents[d].beyond?.includes(index))) return;
    const nearer = upstream.filter((d) => rank(documents[d]) > rank(documents[mark.d]));
    const under = reached(index);
    if (nearer.some((d) => under.some((i) => marks[i].d === d))) return;
    const first = outcome(index, under, a);
    const second = outcome(index, under, b);
    const row = { index, first, second, kind: kindOf(first, second) };
    rows.push(row);
    note(row);
  });
  marks.forEach((mark, index) => {
    const own = mark.d === a || mark.d === b;
    if (own && ["added", "unmatched", "doubtful"].includes(mark.s)) {
      shown.add(index);
      if (!classOf.has(index)) classOf.set(index, mark.d === a ? "first" : "second");
    }
    if (own && mark.of !== undefined) shown.add(index);
  });
  compared = { key, a, b, upstream, rows, shown, classOf };
  return compared;
}

const RANKS = { central: 0, province: 1, city: 2, district: 3 };
function rank(one) {
  return RANKS[one.level];
}

/** Return the marks that carry one out, over any number of levels. */
function reached(index) {
  const found = [];
  for (const line of chainLines(index, false)) if (line.k === "implements") found.push(line.d);
  return [...new Set(found)];
}

/** Say what a document made of an upstream mark; over several levels, its weakest link. */
function outcome(index, under, d) {
  const own = under.filter((i) => marks[i].d === d);
  if (own.length) {
    const links = [...chainLines(index, false)].filter((line) => own.includes(line.d));
    const found = new Set(links.map((line) => line.s).filter((s) => s !== "equivalent"));
    const made = found.size === 0 ? "equivalent" : found.size === 1 ? [...found][0] : "mixed";
    return { state: made, marks: own };
  }
  const doubtful = below[index].filter((line) => line.k === "review" && marks[line.d].d === d);
  if (doubtful.length) return { state: "doubtful", marks: doubtful.map((line) => line.d) };
  const other = marks.some((mark) => mark.s === "other-addressee" && mark.of === index && mark.d === d);
  if (other) return { state: "other-addressee", marks: [] };
  return { state: documents[d].omits ? "doubtful" : "dropped", marks: [] };
}

function kindOf(first, second) {
  if (first.state === "doubtful" || second.state === "doubtful") return "open";
  const [one, other] = [first, second].map((made) => made.marks.length > 0);
  if (!one || !other) return one ? "first" : other ? "second" : "neither";
  return first.state === second.state ? "same" : "differ";
}

/** List the documents that share an upstream document with another one here. */
function comparable() {
  return documents.filter((one) =>
    documents.some((other) => other !== one && (other.up || []).some((d) => (one.up || []).includes(d))),
  );
}

/** The panel of a comparison: counts, then every requirement with both outcomes. */
function comparePanel(kind = "") {
  const { a, b, upstream, rows } = comparison();
  const [one, other] = [documents[a].label, documents[b].label];
  const order = ["first", "second", "differ", "neither", "open", "same"];
  const counts = order.map((key) => [key, rows.filter((row) => row.kind === key).length]);
  const listed = rows
    .filter((row) => (kind ? row.kind === kind : row.kind !== "same"))
    .sort((x, y) => order.indexOf(x.kind) - order.indexOf(y.kind));
  return [
    panelHead(
      [t("Comparison")],
      t("{} and {}", one, other),
      upstream.map((d) => documents[d].label).join(" · "),
    ),
    rows.length === 0 && h("p", { class: "empty" }, t("They carry out no common document of this map.")),
    h(
      "ul",
      { class: "classes" },
      counts.map(([key, count]) =>
        h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              "aria-pressed": String(kind === key),
              onclick: () => showPanel(comparePanel(kind === key ? "" : key)),
            },
            h("i", { class: "halo", style: `background:${CLASSES[key]}` }),
            h("span", {}, classLabel(key, one, other)),
            h("b", {}, count),
          ),
        ),
      ),
    ),
    h(
      "ul",
      { class: "list" },
      listed.map((row) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", onclick: () => showPair(row) },
            h("i", { class: "halo", style: `background:${CLASSES[row.kind]}` }),
            h("span", { class: "policy" }, textOf(row.index)),
            h(
              "small",
              {},
              glyph(row.first.state, 13),
              one,
              "  ",
              glyph(row.second.state, 13),
              other,
            ),
          ),
        ),
      ),
    ),
  ];
}

function showPair(row) {
  const { a, b } = comparison();
  state.selected = row.index;
  focusOn(row.index);
  const first = row.first.marks.map(textOf).join("\n");
  const second = row.second.marks.map(textOf).join("\n");
  const runs = first && second ? differing(first, second) : [];
  const side = (d, one, text, which) =>
    h(
      "div",
      { class: "side" },
      h("h4", {}, glyph(one.state, 14), documents[d].label, h("em", {}, stateOf[one.state].label)),
      text
        ? h("p", { class: "policy" }, marked(text, runs.map((r) => (which ? r.slice(2) : r.slice(0, 2))), which ? "gained" : "lost"))
        : h("p", { class: "empty" }, t("Nothing here carries it out.")),
    );
  showPanel([
    panelHead(
      [h("button", { type: "button", class: "back", onclick: () => showPanel(comparePanel()) }, t("← Comparison"))],
      documents[marks[row.index].d].label,
      (marks[row.index].h || []).join(" › "),
    ),
    h("p", { class: "policy text" }, textOf(row.index)),
    side(a, row.first, first, 0),
    side(b, row.second, second, 1),
    row.words &&
      row.words.length > 0 && [
        h("h3", {}, t("What {} demands otherwise than {}", documents[b].label, documents[a].label)),
        changeList(row.words),
      ],
    h(
      "p",
      {},
      h(
        "button",
        { type: "button", class: "plain", onclick: () => select(row.index) },
        t("The whole chain of this requirement"),
      ),
    ),
  ]);
  remember();
}

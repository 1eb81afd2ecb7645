// The side panel: one mark with its text, its chain, and every link with both texts.

function showPanel(children) {
  const panel = $("panel");
  panel.replaceChildren(...[children].flat(Infinity).filter(Boolean));
  panel.hidden = false;
  panel.scrollTop = 0;
  document.body.classList.add("with-panel");
}

function closePanel() {
  if ($("panel").hidden) return;
  $("panel").hidden = true;
  document.body.classList.remove("with-panel", "tall");
}

function panelHead(over, title, under) {
  return h(
    "header",
    { class: "head" },
    h("button", {
      type: "button",
      class: "grip",
      "aria-label": t("Taller or shorter"),
      onclick: () => document.body.classList.toggle("tall"),
    }),
    h("div", { class: "over" }, over),
    h("h2", {}, title),
    under && h("p", { class: "under" }, under),
    h("button", { type: "button", class: "close", "aria-label": t("Close"), onclick: () => select(-1) }, "×"),
  );
}

function chip(key) {
  return h("span", { class: "chip" }, glyph(key, 15), stateOf[key].label);
}

function percent(value) {
  return `${Math.round(value * 100)} %`;
}

/** Show a mark in the panel. */
function markPanel(index) {
  const mark = marks[index];
  if (mark.needed) return ghostPanel(index);
  const one = documents[mark.d];
  const sure = t("confidence {}", percent(mark.p));
  const over = [chip(mark.s), ["origin", "restated"].includes(mark.s) ? null : h("span", { class: "quiet" }, sure)];
  const heading = (mark.h || (mark.of !== undefined && marks[mark.of].h) || []).join(" › ");
  return [
    panelHead(over, one.label, heading),
    mark.of === undefined
      ? h("p", { class: "policy text" }, mark.text)
      : [
          h("p", { class: "why" }, mark.why || t("Nothing in this document carries out this requirement:")),
          h("p", { class: "policy text lost-text" }, textOf(index)),
          mark.notice && h("p", { class: "why" }, t("But its covering notice says:"), h("q", { class: "policy" }, mark.notice)),
        ],
    why(mark),
    facts(mark, one),
    chainTree(index),
    linkCards(t("What it carries out"), above[index].filter((line) => line.s), true),
    linkCards(t("What became of it"), below[index].filter((line) => line.s), false),
  ];
}

function why(mark) {
  const one = documents[mark.d];
  const names = (one.basis || []).filter((edge) => edge.missing).map((edge) => edge.document);
  const known = (one.up || []).map((d) => documents[d].label);
  const cut = (one.up || []).map((d) => documents[d]).filter((above) => above.omits);
  const parts = cut.map((above) => above.label + t(": ") + above.omits);
  const said = {
    added: () => t("No requirement of {} asks for it.", known.join(t(", "))),
    unmatched: () =>
      names.length
        ? t("No upstream requirement was found; not in the corpus: {}", names.join(t("; ")))
        : t("No upstream requirement was found; the text leaves a part out, {}", parts.join(t("; "))),
    doubtful: () => t("The only link upwards is doubtful and is for review."),
    restated: () => t("This row says again what the narrative of the same document says."),
  }[mark.s];
  return said ? h("p", { class: "why" }, said()) : null;
}

function facts(mark, one) {
  const rows = [];
  const row = (name, ...value) => rows.push(h("dt", {}, name), h("dd", {}, ...value));
  if (mark.lead || mark.u) {
    const lead = (mark.lead || []).map((unit) => h("b", {}, unit));
    row(t("Units"), [...lead, ...(mark.u || [])].flatMap((unit, n) => (n ? [t(", "), unit] : [unit])));
  }
  if (mark.due) row(t("Deadline"), mark.due, mark.end && h("span", { class: "quiet" }, ` ${mark.end}`));
  row(t("Document"), h("span", { class: "policy" }, one.title), one.number && h("span", { class: "quiet" }, ` ${one.number}`));
  if (one.omits) row(t("Leaves a part out"), one.omits);
  if (one.quoted) row(t("Known from"), t("the table of {}", documents.find((d) => d.id === one.quoted)?.label || one.quoted));
  for (const edge of (mark.of === undefined ? [] : one.basis) || []) {
    if (!edge.missing) row(t("Carries out"), `${edge.document} · ${edge.basis}`);
  }
  if (mark.o) row(t("Number"), `${mark.o} · ${mark.id}`);
  return h("dl", { class: "facts" }, rows);
}

/** The whole chain as an indented list, from the top down. */
function chainTree(index) {
  const chain = chainOf(index);
  if (chain.marks.size < 2) return null;
  const tops = [...chain.marks].filter((i) => !above[i].some((line) => chain.marks.has(line.u)));
  const rows = [];
  const seen = new Set();
  const walk = (at, depth) => {
    if (seen.has(at) || rows.length >= 60) return;
    seen.add(at);
    rows.push(chainRow(at, depth, index));
    below[at]
      .filter((line) => chain.lines.has(line))
      .map((line) => line.d)
      .sort((x, y) => (marks[x].d ?? 0) - (marks[y].d ?? 0) || x - y)
      .forEach((next) => walk(next, depth + 1));
  };
  tops.forEach((top) => walk(top, 0));
  const more = chain.marks.size - seen.size;
  return h(
    "section",
    {},
    h("h3", {}, t("The chain")),
    h("ul", { class: "chain" }, rows, more > 0 && h("li", { class: "quiet" }, t("and {} more", more))),
  );
}

function chainRow(at, depth, index) {
  const current = at === index ? "true" : null;
  return h(
    "li",
    { style: `--depth:${depth}` },
    h(
      "button",
      { type: "button", "aria-current": current, onclick: () => select(at) },
      glyph(marks[at].s, 14),
      h("small", {}, docLabel(at)),
      h("span", { class: "policy" }, marks[at].of === undefined ? textOf(at) : t("nothing")),
    ),
  );
}

function linkCards(title, found, up) {
  if (!found.length) return null;
  return h(
    "section",
    {},
    h("h3", {}, title, h("span", { class: "quiet" }, ` ${found.length}`)),
    found.map((line, n) => linkCard(line, up, found.length < 4 || n === 0)),
  );
}

/** One link: both texts with the differing words marked, changes, and how it was scored. */
function linkCard(line, up, open) {
  const other = up ? line.u : line.d;
  const kind = { review: t("for review"), related: t("across years"), restates: t("restates") }[line.k];
  const sides = [
    [line.u, line.diff.map((run) => run.slice(0, 2)), "lost", (line.ch || []).map((one) => one[3])],
    [line.d, line.diff.map((run) => run.slice(2)), "gained", (line.ch || []).map((one) => one[4])],
  ];
  return h(
    "details",
    { class: "link", open },
    h(
      "summary",
      {},
      glyph(line.k === "review" ? "doubtful" : line.s, 15),
      h("b", {}, docLabel(other)),
      h("span", { class: "quiet" }, [kind, stateOf[line.s].label, percent(line.p), line.st && t("stated")].filter(Boolean).join(" · ")),
    ),
    sides.map(([index, runs, name, quotes]) =>
      h(
        "div",
        { class: "side" },
        h("h4", {}, h("button", { type: "button", class: "plain", onclick: () => select(index) }, docLabel(index))),
        h("p", { class: "policy" }, marked(textOf(index), runs, name, quotes)),
      ),
    ),
    line.ch && changeList(line.ch),
    line.n && h("p", { class: "why" }, line.n),
    h(
      "details",
      { class: "scores" },
      h("summary", {}, t("How the link was scored")),
      h(
        "dl",
        {},
        line.ev.map((value, n) => [
          h("dt", {}, data.scores[n]),
          h("dd", {}, h("meter", { min: 0, max: 1, value }), h("span", {}, value.toFixed(2))),
        ]),
      ),
    ),
  );
}

function changeList(changes) {
  return h(
    "ul",
    { class: "changes" },
    changes.map(([dimension, direction, words]) =>
      h(
        "li",
        { class: direction },
        h("i", { title: directionLabel(direction) }, { less: "▾", more: "▴", different: "◆" }[direction]),
        h("small", {}, t(dimension)),
        h("span", {}, words),
      ),
    ),
  );
}

function directionLabel(key) {
  return { less: t("demands less"), more: t("demands more"), different: t("demands something else") }[key];
}

function ghostPanel(index) {
  const mark = marks[index];
  return [
    panelHead([chip("missing")], mark.text, levelOf[mark.l]),
    h("p", { class: "why" }, t("This document is named as upstream but is not in the corpus. What depends on it can be neither dropped nor added, only unmatched.")),
    h("h3", {}, t("Named by")),
    h(
      "ul",
      { class: "list" },
      mark.needed.map((d) => {
        const edge = documents[d].basis.find((one) => one.document === mark.text);
        const count = marks.filter((one) => one.d === d && one.s === "unmatched").length;
        return h(
          "li",
          {},
          h("b", {}, documents[d].label),
          h("small", {}, `${edge ? edge.basis : ""} · ${t("{} unmatched", count)}`),
        );
      }),
    ),
  ];
}

/** Show what a bubble stands for. */
function framePanel(number) {
  const frame = frames[number];
  const kept = frame.m.filter((i) => passes(i));
  const opened = state.open.has(number);
  return [
    panelHead([h("span", { class: "quiet" }, levelOf[documents[frame.d].level])], documents[frame.d].label, columns[frame.c].label),
    h(
      "p",
      {},
      h(
        "button",
        {
          type: "button",
          onclick: () => {
            if (opened) state.open.delete(number);
            else state.open.add(number);
            changed();
            showPanel(framePanel(number));
          },
        },
        opened ? t("Fold up again") : t("Unfold on the map"),
      ),
    ),
    markList(kept),
  ];
}

function markList(indices) {
  const shown = indices.slice(0, 200);
  return h(
    "ul",
    { class: "list" },
    shown.map((index) =>
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", onclick: () => select(index) },
          glyph(marks[index].s, 15),
          h("span", { class: "policy" }, textOf(index)),
          h("small", {}, docLabel(index)),
        ),
      ),
    ),
    indices.length > shown.length && h("li", { class: "quiet" }, t("and {} more", indices.length - shown.length)),
  );
}

function helpPanel() {
  const keys = [
    ["/", t("search the texts")],
    ["Tab", t("from filters to map to details")],
    ["↑ ↓", t("follow the links up and down")],
    ["← →", t("previous and next requirement of the document")],
    ["Enter", t("unfold, or open the details")],
    ["Esc", t("close, clear the search")],
    ["+ − 0", t("zoom in, zoom out, show everything")],
    ["H", t("only the holes")],
  ];
  return [
    panelHead([], t("Keys and reading"), ""),
    h("dl", { class: "facts" }, keys.map(([key, said]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, said)])),
    h("h3", {}, t("Lines")),
    h(
      "ul",
      { class: "lines" },
      [
        ["solid", t("carries out; the stronger the line, the surer the link")],
        ["dashed", t("doubtful, for review")],
        ["dotted", t("a hole: what should have been here")],
        ["related", t("related across years, never counted as dropped or added")],
        ["faint", t("a task row restating its narrative")],
      ].map(([kind, said]) => h("li", {}, h("i", { class: kind }), said)),
    ),
    h("p", { class: "why" }, t("Pale signs are less certain. The address of this page holds the view: send it to show what you see.")),
  ];
}

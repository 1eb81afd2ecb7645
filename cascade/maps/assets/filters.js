// The legend, which is also the filter.

const LINES = 14; // longer lists of places and topics get a field to narrow them

function buildFilters() {
  const box = $("filters");
  const parts = [
    h("div", { class: "sheet-head narrow" }, h("h2", {}, t("Filters")), h("button", { type: "button", class: "close", "aria-label": t("Close"), onclick: toggleFilters }, "×")),
    group("s", t("What became of it"), data.states.filter((one) => marks.some((mark) => mark.s === one.key)), (one) => [one.key, one.label, glyph(one.key), one.hint]),
    group("l", t("Level"), data.levels.filter((one) => marks.some((mark) => mark.l === one.key)), (one) => [one.key, one.label]),
    places.length > 1 && group("p", t("Place"), places, (one) => [one, one]),
    compareGroup(),
    h(
      "section",
      { class: "group" },
      h("h2", {}, h("label", { for: "sure" }, t("Confidence")), h("output", { id: "sure-value", for: "sure" })),
      h("input", {
        id: "sure",
        type: "range",
        min: 0,
        max: 100,
        step: 5,
        value: 0,
        oninput: (event) => {
          state.sure = Number(event.target.value) / 100;
          changed();
        },
      }),
    ),
    group("c", t("Topic"), columns.map((one, n) => ({ ...one, n })), (one) => [one.n, one.label]),
    h("p", { class: "colophon" }, t("Made by cascade. Nothing on this page is fetched; it is one file.")),
  ];
  box.replaceChildren(...parts.filter(Boolean));
}

function group(kind, title, items, describe) {
  const long = items.length > LINES;
  const list = h(
    "ul",
    { class: long ? "ticks long" : "ticks" },
    items.map((item) => {
      const [key, label, icon, note] = describe(item);
      const input = h("input", {
        type: "checkbox",
        checked: true,
        "data-kind": kind,
        "data-key": String(key),
        onchange: () => {
          if (input.checked) state.off[kind].delete(key);
          else state.off[kind].add(key);
          changed();
        },
      });
      input.filterKey = key;
      return h(
        "li",
        { "data-label": String(label).toLowerCase() },
        h("label", { title: note || label }, input, icon, h("span", {}, label), h("b", { class: "count" })),
        h("button", { type: "button", class: "only", onclick: () => only(kind, key, items.map((one) => describe(one)[0])) }, t("only")),
      );
    }),
  );
  return h(
    "section",
    { class: "group" },
    h(
      "h2",
      {},
      title,
      h("button", { type: "button", class: "all", "data-kind": kind, onclick: () => { state.off[kind].clear(); changed(); } }, t("all")),
    ),
    long &&
      h("input", {
        type: "search",
        class: "narrowing",
        placeholder: t("Narrow the list"),
        "aria-label": t("Narrow the list"),
        oninput: (event) => {
          const word = event.target.value.trim().toLowerCase();
          for (const item of list.children) item.hidden = !item.dataset.label.includes(word);
        },
      }),
    list,
  );
}

function only(kind, key, keys) {
  const alone = keys.every((one) => one === key || state.off[kind].has(one)) && !state.off[kind].has(key);
  state.off[kind] = new Set(alone ? [] : keys.filter((one) => one !== key));
  changed();
}

function compareGroup() {
  const found = comparable();
  if (found.length < 2) return null;
  const choice = (which) =>
    h(
      "select",
      { id: `compare-${which}`, "aria-label": t("Compare"), onchange: chooseComparison },
      h("option", { value: "" }, "—"),
      found.map((one) => h("option", { value: one.id }, one.label)),
    );
  return h("section", { class: "group" }, h("h2", {}, t("Compare two")), h("div", { class: "pair" }, choice(0), choice(1)));
}

function chooseComparison() {
  const chosen = [$("compare-0").value, $("compare-1").value];
  state.compare = chosen[0] && chosen[1] && chosen[0] !== chosen[1] ? chosen : null;
  state.selected = -1;
  changed();
  if (state.compare) {
    showPanel(comparePanel());
    fit();
  } else closePanel();
}

/** Write the counts and ticks; a count says what the other filters leave of a kind. */
function updateFilters() {
  const counts = { s: new Map(), l: new Map(), p: new Map(), c: new Map() };
  const add = (kind, key) => counts[kind].set(key, (counts[kind].get(key) || 0) + 1);
  marks.forEach((mark, index) => {
    if (passes(index, "s")) add("s", mark.s);
    if (passes(index, "l")) add("l", mark.l);
    if (mark.d !== undefined && passes(index, "p")) add("p", documents[mark.d].place);
    if (mark.c >= 0 && passes(index, "c")) add("c", mark.c);
  });
  for (const input of $("filters").querySelectorAll("input[data-kind]")) {
    const { kind } = input.dataset;
    input.checked = !state.off[kind].has(input.filterKey);
    const count = counts[kind].get(input.filterKey) || 0;
    input.parentElement.querySelector(".count").textContent = count;
    input.closest("li").classList.toggle("none", count === 0);
  }
  for (const button of $("filters").querySelectorAll("button.all")) {
    button.hidden = state.off[button.dataset.kind].size === 0;
  }
  $("sure").value = Math.round(state.sure * 100);
  $("sure-value").textContent = state.sure ? `≥ ${percent(state.sure)}` : t("any");
  $("holes").setAttribute("aria-pressed", String(state.holes));
  $("bubbles").setAttribute("aria-pressed", String(state.bubbles));
  [0, 1].forEach((n) => {
    if ($(`compare-${n}`) && state.compare) $(`compare-${n}`).value = state.compare[n];
  });
}

function toggleFilters() {
  const opened = document.body.classList.toggle("with-filters");
  $("open-filters").setAttribute("aria-expanded", String(opened));
}

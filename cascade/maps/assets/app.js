// What happens: choices, the address, keys, the picture.

/** Take note of a choice: draw, count, remember. */
function changed() {
  sync();
  updateFilters();
  refocus();
  remember();
}

function select(index) {
  state.selected = index;
  if (index < 0) {
    hovered = -1;
    if (state.compare && $("panel").querySelector(".back")) showPanel(comparePanel());
    else closePanel();
    refocus();
  } else {
    showPanel(markPanel(index));
    requestAnimationFrame(() => focusOn(index));
    $("said").textContent = `${docLabel(index)}: ${stateOf[marks[index].s].label}. ${textOf(index)}`;
  }
  remember();
}

network.on("click", ({ nodes }) => {
  if (!nodes.length) return select(-1);
  const [id] = nodes;
  if (typeof id === "number") return select(id);
  unfold(Number(id.slice(1)));
});

function unfold(number) {
  state.open.add(number);
  state.selected = -1;
  changed();
  showPanel(framePanel(number));
  const frame = frames[number];
  const wanted = Math.max(network.getScale(), Math.min(1.1, 260 / Math.max(frame.w, frame.h)));
  requestAnimationFrame(() => moveTo(frame.at.x + frame.w / 2, frame.at.y + frame.h / 2, wanted));
}

let hits = null;
let hitsOf = "";
function searchHits() {
  if (hitsOf !== state.query) [hits, hitsOf] = [matches(), state.query];
  return hits && new Set([...hits].filter((index) => passes(index)));
}

function search(query) {
  state.query = query;
  const found = searchHits();
  $("found").textContent = found ? t("{} found", found.size) : "";
  if (found) {
    state.selected = -1;
    const whole = $("panel").hidden;
    showPanel([panelHead([], t("{} found", found.size), query), markList([...found])]);
    if (whole) fit();
  } else if (!state.compare) closePanel();
  refocus();
  remember();
}

// The address -----------------------------------------------------------------------------------

const KINDS = { s: "hide", l: "levels", p: "places", c: "topics" };

/** Write the view into the address, so that it can be sent to someone. */
let remembering = 0;
function remember() {
  clearTimeout(remembering);
  remembering = setTimeout(() => {
    const query = new URLSearchParams();
    for (const [kind, name] of Object.entries(KINDS)) {
      if (state.off[kind].size) query.set(name, [...state.off[kind]].join("~"));
    }
    if (state.sure) query.set("sure", state.sure);
    if (state.holes) query.set("holes", "1");
    if (state.bubbles !== data.aggregated) query.set("overview", state.bubbles ? "1" : "0");
    if (state.open.size) query.set("open", [...state.open].map(frameKey).join("~"));
    if (state.query) query.set("q", state.query);
    if (state.selected >= 0) query.set("at", marks[state.selected].id);
    if (state.compare) query.set("compare", state.compare.join("~"));
    else if (data.overlay.length) query.set("compare", "");
    const { x, y } = network.getViewPosition();
    query.set("view", [x, y].map(Math.round).concat(network.getScale().toFixed(3)).join("~"));
    try {
      history.replaceState(null, "", `#${query}`);
    } catch {
      // inside a notebook the page has no address of its own
    }
  }, 120);
}

function frameKey(number) {
  return `${documents[frames[number].d].id}*${frames[number].c}`;
}

/** Take the view from the address; words that mean nothing here are passed over. */
function recall() {
  const query = new URLSearchParams(location.hash.slice(1));
  const parts = (name) => (query.get(name) || "").split("~").filter(Boolean);
  for (const [kind, name] of Object.entries(KINDS)) {
    const chosen = parts(name).map((one) => (kind === "c" ? Number(one) : one));
    state.off[kind] = new Set(chosen);
  }
  state.sure = Math.min(1, Math.max(0, Number(query.get("sure")) || 0));
  state.holes = query.get("holes") === "1";
  if (query.has("overview")) state.bubbles = query.get("overview") === "1";
  const keys = new Map(frames.map((_, number) => [frameKey(number), number]));
  state.open = new Set(parts("open").flatMap((key) => (keys.has(key) ? [keys.get(key)] : [])));
  state.query = query.get("q") || "";
  state.selected = indexOf.has(query.get("at")) ? indexOf.get(query.get("at")) : -1;
  if (query.has("compare")) {
    const pair = parts("compare").filter((id) => documentOf.has(id));
    state.compare = pair.length === 2 ? pair : null;
  }
  const view = parts("view").map(Number);
  return view.length === 3 && view.every(Number.isFinite) && view[2] > 0 ? view : null;
}

function restore() {
  const view = recall();
  $("search").value = state.query;
  sync();
  updateFilters();
  const { query, selected } = state;
  if (state.compare) showPanel(comparePanel());
  if (query) search(query);
  if (selected >= 0) {
    state.selected = selected;
    showPanel(markPanel(selected));
  }
  resize();
  if (view) network.moveTo({ position: { x: view[0], y: view[1] }, scale: view[2] });
  else fit(false);
  if (!view && selected >= 0) {
    if (!isOpen(selected)) state.open.add(frameOf[selected]);
    sync();
    const { x, y } = marks[selected].at;
    if (!marks[selected].needed) moveTo(x, y, Math.max(network.getScale(), phone() ? 0.45 : 0.6), false);
  }
  refocus();
}

// Keys ------------------------------------------------------------------------------------------

/** Return where a key leads from the selected mark. */
function step(key) {
  const at = state.selected;
  if (at < 0) return marks.findIndex((_, index) => passes(index));
  if (key === "ArrowUp") return above[at].find((line) => passes(line.u))?.u ?? at;
  if (key === "ArrowDown") return below[at].find((line) => passes(line.d))?.d ?? at;
  const by = key === "ArrowRight" ? 1 : -1;
  for (let next = at + by; next >= 0 && next < marks.length; next += by) {
    if (marks[next].d === marks[at].d && passes(next)) return next;
  }
  return at;
}

$("canvas").addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.startsWith("Arrow")) select(step(event.key));
  else if (event.key === "Enter" && state.selected >= 0) $("panel").querySelector("button:not(.grip)")?.focus();
  else if (event.key === "Enter") unfoldFirst();
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
});

function unfoldFirst() {
  const number = frames.findIndex((frame, n) => state.bubbles && !state.open.has(n) && frame.m.some((i) => passes(i)));
  if (number >= 0) unfold(number);
}

function zoom(by) {
  network.moveTo({ scale: Math.min(6, Math.max(0.03, network.getScale() * by)) });
  remember();
}

document.addEventListener("keydown", (event) => {
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName) && event.target.type !== "checkbox";
  if (event.key === "Escape") {
    if (document.body.classList.contains("with-filters")) toggleFilters();
    else if (state.query) {
      $("search").value = "";
      search("");
    } else select(-1);
    $("canvas").focus();
  } else if (!typing && event.key === "/") {
    event.preventDefault();
    $("search").focus();
  } else if (!typing && event.key.toLowerCase() === "h" && !event.ctrlKey && !event.metaKey) $("holes").click();
});

// Buttons ---------------------------------------------------------------------------------------

let waiting = 0;
$("search").addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => search(event.target.value), 120);
});
$("holes").addEventListener("click", () => {
  state.holes = !state.holes;
  changed();
  if (state.holes && !data.marks.some((mark) => mark.s === "dropped")) toast(t("No holes here."));
  fit();
});
$("bubbles").addEventListener("click", () => {
  if (state.bubbles && marks.filter((_, index) => passes(index)).length > data.most) return unfoldInView();
  state.bubbles = !state.bubbles;
  state.open.clear();
  changed();
});

/** Unfold what is in view where all of it would be too much to draw. */
function unfoldInView() {
  const free = room();
  const first = network.DOMtoCanvas({ x: free.left, y: free.top });
  const last = network.DOMtoCanvas({ x: free.right, y: free.bottom });
  const inView = frames.flatMap((frame, number) => {
    const { x, y } = frame.at;
    const sees = x < last.x && x + frame.w > first.x && y < last.y && y + frame.h > first.y;
    return frame.shown && sees ? [number] : [];
  });
  const count = inView.reduce((sum, number) => sum + frames[number].m.length, 0);
  if (count > data.most) return toast(t("Too many to show one by one: zoom in or filter first."));
  if (inView.every((number) => state.open.has(number))) state.open.clear();
  else inView.forEach((number) => state.open.add(number));
  changed();
}

let toasted = 0;
function toast(message) {
  $("toast").textContent = message;
  $("toast").hidden = false;
  clearTimeout(toasted);
  toasted = setTimeout(() => ($("toast").hidden = true), 4000);
}
$("fit").addEventListener("click", () => fit());
$("png").addEventListener("click", picture);
$("help").addEventListener("click", () => {
  showPanel(helpPanel());
  fit();
});
$("open-filters").addEventListener("click", toggleFilters);
network.on("zoom", remember);
network.on("dragEnd", remember);
network.on("animationFinished", remember);
window.addEventListener("hashchange", restore);

/** Save what is shown, with a title and the legend, as a PNG. */
function picture() {
  const shown = $("canvas").querySelector("canvas");
  const ratio = shown.width / shown.clientWidth;
  const [head, foot] = [64, 46];
  const canvas = h("canvas", { width: shown.width, height: shown.height + (head + foot) * ratio });
  const ctx = canvas.getContext("2d");
  ctx.fillStyle = data.paper;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.drawImage(shown, 0, head * ratio);
  ctx.scale(ratio, ratio);
  ctx.fillStyle = data.ink;
  ctx.textBaseline = "middle";
  ctx.font = `600 20px ${SERIF}`;
  ctx.fillText(data.title, 20, 26);
  ctx.font = `12px ${FONT}`;
  ctx.fillStyle = "#6b665b";
  ctx.fillText($("subtitle").textContent, 20, 50);
  drawLegend(ctx, shown.clientHeight + head + foot / 2, shown.clientWidth);
  canvas.toBlob((blob) => {
    const link = h("a", { href: URL.createObjectURL(blob), download: "cascade.png" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 4000);
  }, "image/png");
}

function drawLegend(ctx, y, width) {
  let x = 24;
  for (const one of data.states) {
    const count = marks.filter((mark, index) => mark.s === one.key && passes(index)).length;
    if (!count || x > width - 80) continue;
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(0.75, 0.75);
    drawSign(ctx, one);
    ctx.restore();
    ctx.fillStyle = data.ink;
    ctx.font = `12px ${FONT}`;
    const said = `${one.label} ${count}`;
    ctx.fillText(said, x + 13, y);
    x += ctx.measureText(said).width + 38;
  }
}

function drawSign(ctx, one) {
  ctx.beginPath();
  if (POLYGONS[one.shape]) {
    POLYGONS[one.shape].forEach(([px, py], n) => (n ? ctx.lineTo(px, py) : ctx.moveTo(px, py)));
    ctx.closePath();
  } else if (one.shape === "ghost") ctx.rect(-7, -9, 14, 18);
  else ctx.arc(0, 0, one.small ? 4.5 : 7.5, 0, 2 * Math.PI);
  ctx.fillStyle = one.hollow ? data.paper : one.color;
  ctx.fill();
  if (!one.hollow) return;
  ctx.strokeStyle = one.color;
  ctx.lineWidth = 1.8;
  ctx.setLineDash(one.dashed || one.shape === "hole" ? [3, 2] : []);
  ctx.stroke();
  ctx.setLineDash([]);
  if (one.shape !== "hole") return;
  ctx.beginPath();
  ctx.moveTo(-3, -3);
  ctx.lineTo(3, 3);
  ctx.moveTo(3, -3);
  ctx.lineTo(-3, 3);
  ctx.stroke();
}

// Beginning -------------------------------------------------------------------------------------

$("title").textContent = data.title;
$("subtitle").textContent = [
  t("{} documents", documents.length),
  t("{} requirements", marks.filter((mark) => mark.d !== undefined && mark.of === undefined && mark.s !== "restated").length),
  t("{} links", lines.filter((line) => line.k === "implements").length),
  t("{} holes", marks.filter((mark) => mark.s === "dropped").length),
].join(" · ");
buildFilters();
restore();
/** For whoever embeds the map: where a mark stands on the canvas, and to select it. */
globalThis.cascade = {
  where: (id) => network.canvasToDOM(marks[indexOf.get(id)].at),
  select: (id) => select(indexOf.has(id) ? indexOf.get(id) : -1),
};
network.once("afterDrawing", () => {
  performance.mark("cascade-ready");
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
});
network.redraw();

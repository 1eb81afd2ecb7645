// The drawing: vis-network draws marks and lines where Python put them; lanes, headings, texts
// and the highlighted chain are drawn around it on the same canvas, so that they are in a picture.

const FONT = '"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",sans-serif';
const SERIF = '"Source Han Serif SC","Noto Serif CJK SC","Noto Serif SC","Songti SC",STSong,Georgia,serif';
const opening = JSON.parse($("cascade-network").textContent);
const options = opening.options;
options.nodes.ctxRenderer = ({ ctx, id, x, y }) => ({
  drawNode: () => (marks[id] && marks[id].needed ? drawGhost(ctx, id, x, y) : drawHole(ctx, id, x, y)),
  nodeDimensions: marks[id] && marks[id].needed ? { width: GHOST[0], height: GHOST[1] } : { width: 20, height: 20 },
});
const nodeSet = new vis.DataSet(opening.nodes);
const edgeSet = new vis.DataSet(opening.edges);
const network = new vis.Network($("canvas"), { nodes: nodeSet, edges: edgeSet }, options);
const body = network.body; // of the very vis-network in this file, so its parts can be relied upon
const drawnMarks = new Set(opening.nodes.filter((one) => typeof one.id === "number").map((one) => one.id));
let bubblesMade = data.aggregated;

let hovered = -1;
let focus = null; // { marks, lines } that stay in sight while all else pales

const phone = () => window.innerWidth < 760;
const headed = columns.some((column) => column.x >= 0);
const gutter = () => ({ left: phone() ? 86 : 118, top: headed ? (phone() ? 74 : 116) : 0 });

function drawHole(ctx, id, x, y) {
  const bubble = typeof id === "string";
  const r = bubble ? body.nodes[id].options.size : 9 * shrunk;
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  const small = r * network.getScale() < (bubble ? 4 : 3); // too small for a dashed ring: a dark dot
  ctx.fillStyle = small ? data.ink : data.paper;
  ctx.fill();
  if (small) return;
  ctx.strokeStyle = data.ink;
  ctx.lineWidth = 1.8 * shrunk;
  ctx.setLineDash([3.5 * shrunk, 2.5 * shrunk]);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.beginPath();
  const k = r * 0.38;
  ctx.moveTo(x - k, y - k);
  ctx.lineTo(x + k, y + k);
  ctx.moveTo(x + k, y - k);
  ctx.lineTo(x - k, y + k);
  ctx.stroke();
}

function drawGhost(ctx, id, x, y) {
  const color = stateOf.missing.color;
  ctx.fillStyle = data.paper;
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.4;
  ctx.setLineDash([5, 4]);
  const [wide, high] = GHOST;
  ctx.fillRect(x - wide / 2, y - high / 2, wide, high);
  ctx.strokeRect(x - wide / 2, y - high / 2, wide, high);
  ctx.setLineDash([]);
  ctx.fillStyle = color;
  ctx.font = `18px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const rows = wrap(ctx, marks[id].text, wide - 16, 3);
  rows.forEach((row, n) => ctx.fillText(row, x, y + (n - (rows.length - 1) / 2) * 23));
}

/** Break a text into at most so many rows of a width. */
function wrap(ctx, text, width, most) {
  const rows = [];
  let row = "";
  for (const char of text) {
    if (row && ctx.measureText(row + char).width > width) {
      rows.push(row);
      row = "";
      if (rows.length === most) break;
    }
    row += char;
  }
  if (row && rows.length < most) rows.push(row);
  else if (rows.length === most && rows.join("").length < text.length) {
    rows[most - 1] = rows[most - 1].slice(0, -1) + "…";
  }
  return rows;
}

function bubbleSize(count) {
  return Math.round(50 + 60 * Math.sqrt(count)) / 10;
}

/** Give vis-network a mark that it does not draw yet. */
function markNode(index) {
  const mark = marks[index];
  return {
    id: index,
    x: mark.at.x,
    y: mark.at.y,
    group: mark.s,
    shape: options.groups[mark.s].shape,
    opacity: 0.4 + 0.6 * mark.p,
  };
}

function makeBubbles() {
  if (bubblesMade) return;
  bubblesMade = true;
  nodeSet.add(
    frames.map((frame, number) => {
      const key = worst(frame.m);
      return {
        id: `f${number}`,
        x: frame.at.x + frame.w / 2,
        y: frame.at.y + frame.h / 2,
        group: key,
        shape: options.groups[key].shape,
        size: bubbleSize(frame.m.length),
      };
    }),
  );
  const between = new Map();
  for (const line of lines) {
    const [up, down] = [frameOf[line.u], frameOf[line.d]];
    if (up < 0 || down < 0 || up === down || line.k === "restates") continue;
    between.set(`f${up}-f${down}`, (between.get(`f${up}-f${down}`) || 0) + 1);
  }
  edgeSet.add(
    [...between].map(([id, count]) => ({
      id,
      from: id.split("-")[0],
      to: id.split("-")[1],
      arrows: "",
      width: Math.min(4, 0.6 + 0.3 * count),
      color: { color: "#8d9a92", opacity: 0.22 },
    })),
  );
}

/** Tell whether a mark stands by itself now, not inside a bubble. */
function isOpen(index) {
  return !state.bubbles || frameOf[index] < 0 || state.open.has(frameOf[index]);
}

/** Bring what vis-network draws into line with the filters and the opened bubbles. */
function sync() {
  fold();
  if (state.bubbles) makeBubbles();
  const shown = new Set();
  const missing = [];
  marks.forEach((mark, index) => {
    if (!passes(index) || !isOpen(index)) return;
    shown.add(index);
    if (!drawnMarks.has(index)) missing.push(index);
  });
  if (missing.length) {
    const added = new Set(missing);
    missing.forEach((index) => drawnMarks.add(index));
    nodeSet.add(missing.map(markNode));
    const edges = [];
    for (const index of missing) {
      for (const line of [...above[index], ...below[index]]) {
        if (!drawnMarks.has(line.u) || !drawnMarks.has(line.d) || edgeSet.get(`e${line.n0}`)) continue;
        if (added.has(line.u) && added.has(line.d) && index === line.u) continue;
        edges.push(markEdge(line));
      }
    }
    edgeSet.add([...new Map(edges.map((one) => [one.id, one])).values()]);
  }
  for (const [id, node] of Object.entries(body.nodes)) {
    if (typeof node.id === "number") {
      node.options.hidden = !shown.has(node.id);
      node.x = marks[node.id].at.x;
      node.y = marks[node.id].at.y;
    } else if (id[0] === "f") syncBubble(node, frames[id.slice(1)], Number(id.slice(1)));
  }
  network._updateVisibleIndices();
  network.redraw();
  visible = shown;
}
let visible = new Set();

function syncBubble(node, frame, number) {
  const kept = state.bubbles && !state.open.has(number) ? frame.m.filter((i) => passes(i)) : [];
  node.options.hidden = kept.length === 0;
  node.x = frame.at.x + frame.w / 2;
  node.y = frame.at.y + frame.h / 2;
  if (!kept.length) return;
  const key = worst(kept);
  const size = bubbleSize(kept.length);
  if (node.options.group !== key || node.options.size !== size) {
    node.setOptions({ group: key, shape: options.groups[key].shape, size });
    node.options.hidden = false;
  }
}

function markEdge(line) {
  const color = line.k === "implements" ? data.lineColors[line.s] : "#6b6f76";
  return {
    id: `e${line.n0}`,
    from: line.u,
    to: line.d,
    arrows: "",
    dashes: line.k === "implements" || line.k === "restates" ? false : [6, 4],
    color: { color, opacity: 0.35 },
  };
}

/** Return the part of the canvas that headings and a bottom sheet leave free. */
function room() {
  const box = $("canvas").getBoundingClientRect();
  const sheet = phone() && !$("panel").hidden ? $("panel").getBoundingClientRect().height : 0;
  return { ...gutter(), right: box.width, bottom: Math.max(box.height - sheet, box.height * 0.3) };
}

/** Put everything visible into view; on a narrow screen the height decides. */
function fit(animated = true) {
  resize();
  const free = room();
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  marks.forEach((mark, index) => {
    if (!passes(index)) return;
    const [w, high] = mark.needed ? [GHOST[0] / 2 + 6, GHOST[1] / 2 + 6] : [STEP / 2 + 4, STEP / 2 + 4];
    x0 = Math.min(x0, mark.at.x - w);
    y0 = Math.min(y0, mark.at.y - high);
    x1 = Math.max(x1, mark.at.x + w);
    y1 = Math.max(y1, mark.at.y + high);
  });
  if (x0 === Infinity) return;
  for (const frame of frames) {
    if (!frame.shown) continue;
    x1 = Math.max(x1, frame.at.x + frame.w);
    y1 = Math.max(y1, frame.at.y + frame.h);
  }
  const [wide, high] = [free.right - free.left - 20, free.bottom - free.top - 40];
  const whole = Math.min(wide / (x1 - x0), high / (y1 - y0), 2);
  const scale = whole < 0.26 && phone() ? Math.min(high / (y1 - y0), 0.5) : whole;
  const cx = scale > whole ? x0 + wide / 2 / scale : (x0 + x1) / 2;
  moveTo(cx, (y0 + y1) / 2, scale, animated);
}

/** Move so that a map point is in the middle of the free part of the canvas. */
function moveTo(x, y, scale, animated = true) {
  const box = $("canvas").getBoundingClientRect();
  const free = room();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches || !animated;
  network.moveTo({
    position: {
      x: x + (box.width - free.left - free.right) / 2 / scale,
      y: y + (box.height - free.top - free.bottom) / 2 / scale,
    },
    scale,
    animation: still ? false : { duration: 350, easingFunction: "easeInOutQuad" },
  });
}

/** Bring a mark into view if it is not, opening its bubble. */
function focusOn(index) {
  resize();
  if (!isOpen(index)) {
    state.open.add(frameOf[index]);
    sync();
  }
  if (marks[index].needed) fit();
  const at = network.canvasToDOM(marks[index].at);
  const free = room();
  const inside =
    at.x > free.left + 20 && at.y > free.top + 20 && at.x < free.right - 30 && at.y < free.bottom - 30;
  if (!marks[index].needed && (!inside || network.getScale() < 0.3)) {
    moveTo(marks[index].at.x, marks[index].at.y, Math.max(network.getScale(), 0.7));
  }
  refocus();
}

let known = null;
/** Follow a change of room, keeping scale and left edge (vis-network would zoom). */
function resize() {
  const { width, height } = $("canvas").getBoundingClientRect();
  if (known && known.width === width && known.height === height) return;
  const scale = network.getScale();
  const position = network.getViewPosition(); // already the middle of the new room
  known = { width, height };
  network.canvas.setSize("100%", "100%");
  network.moveTo({ position, scale });
}
new ResizeObserver(resize).observe($("canvas"));

/** Decide what stays in sight: the hovered chain, else the selected one, else what was found. */
function refocus() {
  const index = hovered >= 0 ? hovered : state.selected;
  const found = searchHits();
  if (index >= 0) focus = { ...chainOf(index), centre: index };
  else focus = found ? { marks: found, lines: new Set() } : null;
  network.redraw();
}

network.on("hoverNode", ({ node }) => {
  hovered = typeof node === "number" ? node : -1;
  $("canvas").style.cursor = "pointer";
  if (hovered >= 0) refocus();
  else hint(node);
});
network.on("blurNode", () => {
  $("canvas").style.cursor = "";
  $("canvas").removeAttribute("title");
  if (hovered >= 0) {
    hovered = -1;
    refocus();
  }
});
function hint(node) {
  const frame = frames[String(node).slice(1)];
  $("canvas").title = `${documents[frame.d].label} · ${columns[frame.c].label} · ${frame.m.length}`;
}
network.on("dragEnd", ({ nodes }) => {
  for (const id of nodes) {
    const at = network.getPosition(id);
    if (marks[id]) marks[id].at = { ...at, dragged: true };
  }
});

let shrunk = 1;
/** Keep signs and lines from growing beyond reading size, so that zooming in makes room for text. */
function shrink(scale) {
  const wanted = Math.min(1, 1.2 / scale);
  if (Math.abs(wanted - shrunk) < 0.02 && (wanted < 1 || shrunk === 1)) return;
  shrunk = wanted;
  for (const node of Object.values(body.nodes)) {
    if (typeof node.id !== "number" || marks[node.id].needed) continue;
    node.options.size = (options.groups[node.options.group].size || 9) * shrunk;
    node.options.borderWidth = options.groups[node.options.group].borderWidth * shrunk;
    node.shape.refreshNeeded = true;
  }
  for (const edge of Object.values(body.edges)) {
    edge.baseWidth ??= edge.options.width;
    edge.options.width = edge.baseWidth * shrunk;
  }
}

network.on("beforeDrawing", (ctx) => {
  const scale = network.getScale();
  shrink(scale);
  const centre = network.getViewPosition();
  const box = $("canvas").getBoundingClientRect();
  const left = centre.x - box.width / 2 / scale;
  ctx.save();
  ctx.fillStyle = data.paper;
  ctx.fillRect(left, centre.y - box.height / 2 / scale, box.width / scale, box.height / scale);
  lanes.filter((lane) => lane.shown).forEach((lane, n) => {
    if (n % 2) return;
    ctx.fillStyle = "rgba(120,108,80,0.045)";
    ctx.fillRect(left, lane.at.y - LANE / 2, box.width / scale, lane.at.h + LANE);
  });
  ctx.fillStyle = "rgba(90,80,60,0.055)";
  for (const frame of frames) {
    if (!frame.shown) continue;
    ctx.beginPath();
    ctx.roundRect(frame.at.x - 3, frame.at.y - 3, frame.w + 6, frame.h + 6, 8);
    ctx.fill();
  }
  if (state.compare) drawHalos(ctx);
  ctx.restore();
});

function drawHalos(ctx) {
  const { classOf } = comparison();
  for (const [index, kind] of classOf) {
    if (!visible.has(index) || kind === "same") continue;
    ctx.beginPath();
    ctx.arc(marks[index].at.x, marks[index].at.y, 15.5 * shrunk, 0, 2 * Math.PI);
    ctx.globalAlpha = kind === "neither" ? 0.3 : 0.55;
    ctx.fillStyle = CLASSES[kind];
    ctx.fill();
    ctx.globalAlpha = 1;
  }
}

network.on("afterDrawing", (ctx) => {
  const scale = network.getScale();
  const centre = network.getViewPosition();
  const box = $("canvas").getBoundingClientRect();
  const view = {
    left: centre.x - box.width / 2 / scale,
    top: centre.y - box.height / 2 / scale,
    width: box.width / scale,
    height: box.height / scale,
  };
  ctx.save();
  if (focus) drawFocus(ctx, view);
  if (STEP * scale > 66) drawTexts(ctx, view, scale);
  if (state.bubbles) drawCounts(ctx, view, scale);
  const ratio = ctx.canvas.width / box.width;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const place = (x, y) => ({ x: (x - view.left) * scale, y: (y - view.top) * scale });
  drawCaptions(ctx, place, scale, box);
  drawHeadings(ctx, place, scale, box);
  drawLanes(ctx, place, scale, box);
  ctx.restore();
});

/** Pale everything, then draw the chain again on top. */
function drawFocus(ctx, view) {
  ctx.fillStyle = "rgba(251,250,246,0.84)";
  ctx.fillRect(view.left, view.top, view.width, view.height);
  const position = (index) => {
    const node = body.nodes[isOpen(index) ? index : `f${frameOf[index]}`];
    return node && !node.options.hidden ? node : null;
  };
  for (const line of focus.lines) {
    const [from, to] = [position(line.u), position(line.d)];
    if (!from || !to || from === to) continue;
    ctx.beginPath();
    ctx.setLineDash(line.k === "implements" || line.k === "restates" ? [] : [6, 4]);
    ctx.strokeStyle = line.k === "restates" ? "#b3aea2" : data.lineColors[line.s] || data.ink;
    if (line.k === "review") ctx.strokeStyle = "#6b6f76";
    ctx.lineWidth = Math.max(1.6 * shrunk, 1.4 / network.getScale());
    ctx.globalAlpha = 0.35 + 0.65 * (line.p === undefined ? 0.8 : line.p);
    const bend = (to.y - from.y) * 0.45;
    ctx.moveTo(from.x, from.y);
    ctx.bezierCurveTo(from.x, from.y + bend, to.x, to.y - bend, to.x, to.y);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
  if (focus.centre >= 0 && marks[focus.centre].needed) drawNeeds(ctx, position);
  const done = new Set();
  for (const index of focus.marks) {
    const node = position(index);
    if (!node || done.has(node)) continue;
    done.add(node);
    if (index === focus.centre) {
      ctx.beginPath();
      ctx.arc(node.x, node.y, marks[index].needed ? 0 : 16 * shrunk, 0, 2 * Math.PI);
      ctx.fillStyle = "rgba(240,228,66,0.55)";
      ctx.fill();
      ctx.lineWidth = 1.4 * shrunk;
      ctx.strokeStyle = data.ink;
      ctx.stroke();
    }
    node.draw(ctx);
  }
}

/** Tie a missing document to everything that could have come from it. */
function drawNeeds(ctx, position) {
  const from = position(focus.centre);
  if (!from) return;
  ctx.strokeStyle = stateOf.missing.color;
  ctx.lineWidth = 1;
  ctx.globalAlpha = 0.25;
  ctx.beginPath();
  for (const index of focus.marks) {
    const to = position(index);
    if (!to || to === from) continue;
    const bend = (to.y - from.y) * 0.5;
    ctx.moveTo(from.x - GHOST[0] / 2, from.y);
    ctx.bezierCurveTo(from.x - GHOST[0], from.y + bend * 0.2, to.x, to.y - bend, to.x, to.y);
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** Write texts under marks as far as there is room. */
function drawTexts(ctx, view, scale) {
  const size = 11 / scale;
  ctx.font = `${size}px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  const under = 9 * shrunk + 3;
  const rows = Math.floor((STEP - 9 * shrunk - under) / (size * 1.25));
  ctx.strokeStyle = "#f4f1ea";
  ctx.lineWidth = 4 / scale;
  ctx.lineJoin = "round";
  const only = focus && focus.marks;
  for (const index of visible) {
    const mark = marks[index];
    if (mark.needed || (only && !only.has(index))) continue;
    const { x, y } = mark.at;
    if (x < view.left || y < view.top || x > view.left + view.width || y > view.top + view.height) continue;
    ctx.fillStyle = mark.of !== undefined ? "#6b6f76" : data.ink;
    wrap(ctx, textOf(index), STEP - 2, Math.max(1, rows)).forEach((row, n) => {
      ctx.strokeText(row, x, y + under + n * size * 1.25);
      ctx.fillText(row, x, y + under + n * size * 1.25);
    });
  }
}

/** Write how many marks a bubble stands for. */
function drawCounts(ctx, view, scale) {
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const [number, frame] of frames.entries()) {
    const node = body.nodes[`f${number}`];
    if (!node || node.options.hidden) continue;
    if (focus && !frame.m.some((i) => focus.marks.has(i))) continue;
    const r = node.options.size;
    if (r * scale < 9) continue;
    const hollow = stateOf[node.options.group].hollow;
    if (node.options.group === "dropped") continue;
    ctx.fillStyle = hollow ? data.ink : "#fff";
    ctx.font = `600 ${Math.min(r * 0.8, 13 / scale)}px ${FONT}`;
    ctx.fillText(frame.m.length, node.x, node.y + (node.options.group === "triangle" ? r * 0.15 : 0));
  }
}

/** Name the place over each of its cells where several stand side by side. */
function drawCaptions(ctx, place, scale, box) {
  ctx.textAlign = "left";
  ctx.textBaseline = "bottom";
  ctx.font = `10.5px ${FONT}`;
  ctx.fillStyle = "#7d776a";
  for (const frame of frames) {
    if (!frame.shown) continue;
    const at = place(frame.at.x, frame.at.y);
    const wide = (frame.w + 16) * scale;
    if (at.x > box.width || at.y > box.height || at.x + wide < 0 || at.y < 0) continue;
    const strip = columns[frame.c].x < 0;
    if (!strip && alone[frame.d]) continue;
    if (wide < 26 || 30 * scale < 11) continue;
    const { label, place: name } = documents[frame.d];
    const fits = ctx.measureText(label).width <= wide;
    const said = strip ? columns[frame.c].label : fits ? label : name;
    ctx.fillText(wrap(ctx, said, wide, 1)[0] || "", at.x - 2, at.y - 4);
  }
}

/** Keep the topics in sight at the top: upright where narrow, as in a printed table. */
function drawHeadings(ctx, place, scale, box) {
  const high = gutter().top;
  if (!high) return;
  ctx.fillStyle = data.paper;
  ctx.fillRect(0, 0, box.width, high);
  ctx.fillStyle = "#ddd8cc";
  ctx.fillRect(0, high, box.width, 1);
  let free = gutter().left;
  columns.forEach((column) => {
    if (column.x < 0 || !column.shown) return;
    const left = place(column.at, 0).x;
    const wide = column.w * scale;
    if (left + wide < gutter().left || left > box.width) return;
    ctx.fillStyle = "#3b4046";
    ctx.font = `12px ${SERIF}`;
    ctx.textBaseline = "top";
    if (wide > 92) {
      ctx.textAlign = "left";
      const rows = wrap(ctx, column.label, wide, Math.floor((high - 16) / 17));
      rows.forEach((row, n) => ctx.fillText(row, Math.max(left, gutter().left + 4), high - 10 - (rows.length - n) * 17));
      free = left + wide;
      return;
    }
    const x = left + wide / 2;
    if (x - 7 < free) return;
    if (/^[ -~]+$/.test(column.label)) {
      ctx.save();
      ctx.translate(x - 6, high - 10);
      ctx.rotate(-Math.PI / 2);
      ctx.textAlign = "left";
      ctx.fillText(wrap(ctx, column.label, high - 18, 1)[0], 0, 0);
      ctx.restore();
      free = x + 7;
      return;
    }
    ctx.textAlign = "center";
    const most = Math.floor((high - 14) / 13);
    const chars = Array.from(column.label);
    const said = chars.length > most ? [...chars.slice(0, most - 1), "︙"] : chars;
    const start = high - 8 - said.length * 13;
    said.forEach((char, n) => ctx.fillText(char, x, start + n * 13));
    free = x + 7;
  });
}

/** Keep the levels and places in sight at the left. */
function drawLanes(ctx, place, scale, box) {
  const { left: wide, top } = gutter();
  ctx.fillStyle = data.paper;
  ctx.fillRect(0, 0, wide, box.height);
  ctx.fillStyle = "#ddd8cc";
  ctx.fillRect(wide, top, 1, box.height);
  ctx.fillRect(0, top, wide, 1);
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, top + 1, wide, box.height);
  ctx.clip();
  const edge = phone() ? 8 : 16;
  for (const lane of lanes) {
    const [y0, y1] = [place(0, lane.at.y - 30).y, place(0, lane.at.y + lane.at.h + 30).y];
    if (!lane.shown || y1 < top || y0 > box.height) continue;
    ctx.fillStyle = "#ddd8cc";
    ctx.fillRect(edge, y1, wide - edge, 1);
    ctx.textAlign = "left";
    ctx.textBaseline = "top";
    ctx.fillStyle = data.ink;
    ctx.font = `600 ${phone() ? 11.5 : 14}px ${SERIF}`;
    const at = Math.min(Math.max(y0 + 6, top + 8), y1 - 20);
    ctx.fillText(levelOf[lane.level], edge, at);
    drawRowNames(ctx, place, lane, at + 20, top, edge, wide);
  }
  ctx.restore();
}

function drawRowNames(ctx, place, lane, first, top, edge, wide) {
  ctx.font = `${phone() ? 10.5 : 11.5}px ${FONT}`;
  ctx.fillStyle = "#6b665b";
  let free = first;
  for (const row of lane.rows) {
    if (row.documents.length > 1 || !row.shown) continue;
    const one = documents[row.documents[0]];
    const at = Math.max(place(0, row.at + row.h / 2).y - 6, free);
    if (at < top || at > place(0, lane.at.y + lane.at.h + 30).y - 10) continue;
    let said = one.place === levelOf[one.level] ? String(one.year || "") : one.label;
    if (one.year && ctx.measureText(said).width > wide - edge - 3) said = `${one.place} '${one.year % 100}`;
    ctx.fillText(wrap(ctx, said, wide - edge - 3, 1)[0] || "", edge, at);
    free = at + 15;
  }
}

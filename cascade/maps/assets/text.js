// Words and elements. Text of documents reaches the page through textContent only.

const data = JSON.parse(document.getElementById("cascade-data").textContent);
const $ = (id) => document.getElementById(id);

/** Say one of the page's own messages; {} stands for what follows. */
function t(message, ...values) {
  let said = data.messages[message] || message;
  for (const value of values) said = said.replace("{}", () => String(value));
  return said;
}

/** Make an element: properties, then children (strings become text). */
function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    element.append(child.nodeType ? child : document.createTextNode(String(child)));
  }
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
function svg(tag, props, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(props)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const POLYGONS = {
  triangle: [[0, -8], [8, 6], [-8, 6]],
  triangleDown: [[0, 8], [8, -6], [-8, -6]],
  diamond: [[0, -8.5], [8.5, 0], [0, 8.5], [-8.5, 0]],
  square: [[-6.5, -6.5], [6.5, -6.5], [6.5, 6.5], [-6.5, 6.5]],
  hexagon: [0, 1, 2, 3, 4, 5].map((i) => turn(i / 6, 8)),
  star: [...Array(10).keys()].map((i) => turn(i / 10 - 0.25, i % 2 ? 4 : 9)),
};
function turn(part, radius) {
  return [radius * Math.cos(2 * Math.PI * part), radius * Math.sin(2 * Math.PI * part)];
}

/** Draw the sign of a state as it stands on the map, for legend and panel. */
function glyph(key, size = 16) {
  const style = stateOf[key];
  const stroke = { stroke: style.color, "stroke-width": style.hollow ? 1.8 : 0 };
  const fill = style.hollow ? data.paper : style.color;
  if (style.dashed) stroke["stroke-dasharray"] = "3 2";
  let drawn;
  if (style.shape === "dot") drawn = [svg("circle", { r: style.small ? 4.5 : 7.5, fill, ...stroke })];
  else if (style.shape === "hole") {
    drawn = [
      svg("circle", { r: 8, fill, ...stroke, "stroke-dasharray": "3.2 2" }),
      svg("path", { d: "M-3 -3 3 3M3 -3 -3 3", ...stroke, fill: "none" }),
    ];
  } else if (style.shape === "ghost") {
    drawn = [svg("rect", { x: -7, y: -9, width: 14, height: 18, fill, ...stroke })];
  } else drawn = [svg("polygon", { points: POLYGONS[style.shape].join(" "), fill, ...stroke })];
  const box = { viewBox: "-11 -11 22 22", width: size, height: size, "aria-hidden": "true" };
  return svg("svg", { ...box, class: "glyph" }, ...drawn);
}

/**
 * Return a text with the given [start, end) runs marked; offsets count characters. Where quotes
 * are given, on which a judgement rests, what lies in them is marked strongly.
 */
function marked(text, runs, name, quotes = null) {
  const chars = Array.from(text);
  const kind = new Uint8Array(chars.length);
  for (const [start, end] of runs) kind.fill(1, start, end);
  for (const quote of quotes || []) {
    const at = quote ? text.indexOf(quote) : -1;
    if (at < 0) continue;
    const start = Array.from(text.slice(0, at)).length;
    const end = start + Array.from(quote).length;
    const differs = kind.subarray(start, end).some((one) => one > 0);
    for (let n = start; n < end; n++) if (!differs || kind[n]) kind[n] = 2;
  }
  const names = ["", quotes ? `${name} slight` : name, name];
  const parts = [];
  for (let at = 0; at < chars.length; ) {
    let end = at;
    while (end < chars.length && kind[end] === kind[at]) end++;
    const said = chars.slice(at, end).join("");
    parts.push(kind[at] ? h("mark", { class: names[kind[at]] }, said) : said);
    at = end;
  }
  return parts;
}

/** Find where two texts differ: [start, end, start, end] for each run, by longest common part. */
function differing(one, other) {
  const a = Array.from(one);
  const b = Array.from(other);
  const wide = b.length + 1;
  const best = new Uint16Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i * wide + j] =
        a[i] === b[j]
          ? best[(i + 1) * wide + j + 1] + 1
          : Math.max(best[(i + 1) * wide + j], best[i * wide + j + 1]);
    }
  }
  const runs = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
      continue;
    }
    const last = runs[runs.length - 1];
    const joins = last && i - last[1] <= 1 && j - last[3] <= 1;
    const run = joins ? last : [i, i, j, j];
    if (!joins) runs.push(run);
    const down = j < b.length && (i >= a.length || best[i * wide + j + 1] > best[(i + 1) * wide + j]);
    if (down) j++;
    else i++;
    run[1] = i;
    run[3] = j;
  }
  return runs;
}

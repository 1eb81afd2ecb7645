// Closing up: rows and columns that the filters leave empty take no room. With all filters open
// everything stands where Python put it.

const { lanes } = data;
const STEP = 34;
const LANE = 64;
const GHOST = [224, 76];
const GHOST_STEP = 92;
for (const mark of marks) mark.at = { x: mark.x, y: mark.y };
for (const frame of frames) frame.at = { x: frame.x, y: frame.y };

/** Rows of a lane: documents whose cells share a height on the map stand in one. */
for (const lane of lanes) {
  lane.at = { y: lane.y, h: lane.h };
  lane.rows = [];
  const own = frames.filter((frame) => documents[frame.d].level === lane.level);
  for (const frame of own.sort((a, b) => a.y - b.y)) {
    const row = lane.rows.find((one) => frame.y < one.y + one.h && one.y < frame.y + frame.h);
    if (row) {
      row.h = Math.max(row.h, frame.y + frame.h - row.y);
      row.frames.push(frame);
    } else if (lane.rows.length && lane.rows.at(-1).documents.includes(frame.d)) {
      const last = lane.rows.at(-1); // the next line of a strip
      last.h = frame.y + frame.h - last.y;
      last.frames.push(frame);
    } else lane.rows.push({ y: frame.y, h: frame.h, at: frame.y, frames: [frame], documents: [] });
    const taken = row || lane.rows.at(-1);
    if (!taken.documents.includes(frame.d)) taken.documents.push(frame.d);
  }
}
const alone = documents.map(() => false);
for (const lane of lanes) {
  for (const row of lane.rows) if (row.documents.length === 1) alone[row.documents[0]] = true;
}
const ghosts = marks.filter((mark) => mark.needed);

/** Give everything its place under the present filters. */
function fold() {
  for (const frame of frames) frame.shown = frame.m.some((index) => passes(index));
  columns.forEach((column) => (column.shown = false));
  for (const frame of frames) if (frame.shown) columns[frame.c].shown = true;
  const gone = closeColumns();
  let right = 0;
  let top = 0;
  for (const lane of lanes) {
    const standing = ghosts.filter((mark) => mark.l === lane.level && passes(indexOf.get(mark.id)));
    let bottom = top;
    lane.rows.forEach((row, n) => {
      row.shown = row.frames.some((frame) => frame.shown);
      if (!row.shown) return;
      if (bottom > top) bottom += row.y - lane.rows[n - 1].y - lane.rows[n - 1].h;
      row.at = bottom;
      bottom += row.h;
      for (const frame of row.frames) {
        frame.at = { x: frame.x - gone[frame.c], y: frame.y - row.y + row.at };
        for (const index of frame.m) {
          const mark = marks[index];
          if (mark.at.dragged) continue;
          mark.at = { x: mark.x - gone[frame.c], y: mark.y - row.y + row.at };
        }
        if (frame.shown) right = Math.max(right, frame.at.x + frame.w);
      }
    });
    const whole = lane.rows.every((row) => row.shown);
    lane.shown = bottom > top || standing.length > 0;
    const high = Math.max(bottom - top, standing.length * GHOST_STEP, whole ? lane.h : 0);
    lane.at = { y: top, h: lane.shown ? high : -LANE };
    standing.forEach((mark, n) => {
      if (!mark.at.dragged) mark.at = { x: 0, y: top + GHOST_STEP * (n + 0.5) };
    });
    top += lane.at.h + LANE;
  }
  for (const mark of ghosts) if (!mark.at.dragged) mark.at.x = right + 20 + GHOST[0] / 2;
}

/** Close up empty columns; return how far the cells of each column move to the left. */
function closeColumns() {
  const gone = columns.map(() => 0);
  let moved = 0;
  columns.forEach((column, n) => {
    if (column.x < 0) return;
    gone[n] = moved;
    column.at = column.x - moved;
    const next = columns.slice(n + 1).find((one) => one.x >= 0);
    if (!column.shown) moved += next ? next.x - column.x : 0;
  });
  return gone;
}

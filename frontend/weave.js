// Draws the bands, the mark and the certificate frame from the thread rules of the look: every figure sits on a grid of whole threads.

const GROUND = "#2c3e74";
const FIGURE = "#fbf9f5";
const THREAD = 2; // px on screens

const cell = (x, y) => `${x},${y}`;

function diamond(rings) {
  const cells = new Set();
  const reach = Math.max(...rings);
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++) if (rings.includes(Math.abs(x) + Math.abs(y))) cells.add(cell(x, y));
  return cells;
}

// 八角花: eight petals of n threads around one thread.
function star(n) {
  const cells = new Set([cell(0, 0)]);
  for (let a = 1; a <= n; a++)
    for (let b = a + 1; b <= a + n; b++)
      for (const sx of [-1, 1])
        for (const sy of [-1, 1]) {
          cells.add(cell(sx * b, sy * a));
          cells.add(cell(sx * a, sy * b));
        }
  return cells;
}

function put(into, figure, cx, cy) {
  for (const at of figure) {
    const [x, y] = at.split(",").map(Number);
    into.add(cell(x + cx, y + cy));
  }
}

// Neighbouring threads of a row become one stroke, so that a file stays under a kilobyte.
function runs(cells, width, height) {
  const found = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (!cells.has(cell(x, y))) continue;
      let length = 1;
      while (x + length < width && cells.has(cell(x + length, y))) length++;
      found.push({ x, y, length });
      x += length;
    }
  return found;
}

const strokes = (cells, width, height) =>
  runs(cells, width, height).map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`).join("");

// The frame has thousands: as lines they cost the printer of certificates half the points.
const lines = (cells, width, height) => runs(cells, width, height).map(({ x, y, length }) => `M${x} ${y + 0.5}h${length}`).join("");

function svg(width, height, body, scale = THREAD, unit = "") {
  const size = `width="${+(width * scale).toFixed(2)}${unit}" height="${+(height * scale).toFixed(2)}${unit}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${width} ${height}" shape-rendering="crispEdges">${body}</svg>`;
}

function tile(cells, width, height) {
  return svg(width, height, `<path fill="${GROUND}" d="M0 0h${width}v${height}H0z"/><path fill="${FIGURE}" d="${strokes(cells, width, height)}"/>`);
}

function edgeCells() {
  const cells = new Set();
  put(cells, diamond([0, 2]), 6, 2);
  for (const at of ["0,0", "0,2", "0,4", "1,1", "1,3", "11,1", "11,3"]) cells.add(at);
  return cells;
}

function turned(cells) {
  return new Set([...cells].map((at) => at.split(",").reverse().join(",")));
}

function bandCells() {
  const cells = new Set();
  for (let x = 0; x < 22; x++) put(cells, new Set(["0,0", "0,12"]), x, 0);
  put(cells, star(2), 5, 6);
  put(cells, diamond([0, 2, 4]), 16, 6);
  return cells;
}

function markCells() {
  const cells = new Set();
  put(cells, star(3), 8, 8);
  return cells;
}

// 证书框: 433 × 303 threads, motifs 13 wide every 13 threads between corners of 15.
function frame() {
  const [w, h, border] = [433, 303, 15];
  const cells = new Set();
  const lozenge = diamond([0, 3, 4, 6]);
  const flower = star(3);
  for (const x of [7, w - 8]) for (const y of [7, h - 8]) put(cells, flower, x, y);
  for (let i = 0; i < 31; i++)
    for (const y of [7, h - 8]) put(cells, i % 2 ? flower : lozenge, border + 6 + 13 * i, y);
  for (let i = 0; i < 21; i++)
    for (const x of [7, w - 8]) put(cells, i % 2 ? flower : lozenge, x, border + 6 + 13 * i);
  const hole = `M${border} ${border}v${h - 2 * border}h${w - 2 * border}v-${h - 2 * border}z`;
  const line = border + 3.5;
  const body =
    `<path fill="${GROUND}" fill-rule="evenodd" d="M0 0h${w}v${h}H0z${hole}"/>` +
    `<path fill="none" stroke="#fff" d="${lines(cells, w, h)}"/>` +
    `<path fill="none" stroke="${GROUND}" d="M${line} ${line}h${w - 2 * line}v${h - 2 * line}h-${w - 2 * line}z"/>`;
  return svg(w, h, body, 0.64, "mm");
}

const stroke = (colour, width, d, box = 16) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${box} ${box}"><path fill="none" stroke="${colour}" stroke-width="${width}" d="${d}"/></svg>`;

// File name → SVG text. The last three stand for the pictures that Bootstrap would embed as data: addresses; the hour is
// four rows of the week's grid with a hairline below.
export function drawings() {
  return {
    "edge.svg": tile(edgeCells(), 12, 5),
    "selvedge.svg": tile(turned(edgeCells()), 5, 12),
    "band.svg": tile(bandCells(), 22, 13),
    "mark.svg": tile(markCells(), 17, 17),
    "frame.svg": frame(),
    "stripe.svg": svg(4, 4, `<path fill="#97a4c9" d="M0 0h4v4H0z"/><path fill="${GROUND}" d="M0 0h2v4H0z"/>`),
    "hour.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="2" height="38"><path fill="#e5dfd5" d="M0 37h2v1H0z"/></svg>`,
    "select.svg": stroke("#5c554a", 2, "m3 5.5 5 5 5-5"),
    "tick.svg": stroke("#fff", 2.5, "m3 8.5 3.5 3.5L13 4.5"),
    "dot.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="3.6" fill="#fff"/></svg>`,
  };
}

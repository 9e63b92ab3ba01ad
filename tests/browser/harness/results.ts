// Where measurements go: to the terminal, and with `cargo xtask bench --page --write` into the page about performance.

import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

const document = fileURLToPath(new URL("../../../docs/performance.md", import.meta.url));

/** The middle one. */
export const median = (times: readonly number[]): number => times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)]!;

/** So many milliseconds, as a person writes them. */
export const milliseconds = (time: number): string => (time >= 10 ? `${time.toFixed(0)} ms` : time >= 0.1 ? `${time.toFixed(2)} ms` : `${(time * 1000).toFixed(1)} µs`);

/** Prints a table with the program that ran it, and writes it between the marks of its name when this run is to be kept. */
export const publish = async (name: string, program: string, columns: readonly string[], rows: readonly (readonly string[])[]): Promise<void> => {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${date}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${program}.`;
  const text = [machine, "", line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
  console.log(`\n${text}\n`);
  if (process.env["WRITE_RESULTS"] === undefined) return;
  const before = await readFile(document, "utf8");
  const [start, end] = [`<!-- measured: ${name} -->`, `<!-- end: ${name} -->`];
  const [from, to] = [before.indexOf(start), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for ${name}: write ${start} and ${end}, each on a line of its own`);
  await writeFile(document, `${before.slice(0, from + start.length)}\n${text}\n${before.slice(to)}`);
};

// The project's own server, twice: at the root of a host, with the documentation site that embeds the page, and below a
// path. Started before all tests, stopped after them.

import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Starts a server of dist/ on a free port; resolves with the addresses that it says when it listens. */
const start = (prefix: string, ...words: string[]): Promise<[ChildProcess, ...string[]]> =>
  new Promise((resolve, reject) => {
    const xtask = process.env["XTASK"];
    const [program, first] = xtask === undefined ? ["cargo", ["xtask"]] : [xtask, []];
    const server = spawn(program, [...first, "serve", "--no-build", "--port", "0", "--prefix", prefix, ...words], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the server ended with ${code} before it listened`)));
    const addresses: string[] = [];
    createInterface({ input: server.stdout }).on("line", (line) => {
      addresses.push(...(/http:\/\/\S+/.exec(line) ?? []));
      if (addresses.length === (words.includes("--docs") ? 2 : 1)) resolve([server, ...addresses]);
    });
  });

export default async () => {
  const servers = await Promise.all([start("/", "--docs"), start("/any/path/of/a/host/")]);
  const [[, site, docs], [, below]] = servers;
  Object.assign(process.env, { SITE: site, DOCS: docs, SITE_BELOW_A_PATH: below });
  return () => servers.forEach(([server]) => server.kill());
};

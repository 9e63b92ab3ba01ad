// The project's own server, twice: at the root of a host and below a path. Started before all tests, stopped after them.

import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Starts a server of dist/ on a free port; resolves with its address when it listens. */
const start = (prefix: string): Promise<[ChildProcess, string]> =>
  new Promise((resolve, reject) => {
    const xtask = process.env["XTASK"];
    const [program, first] = xtask === undefined ? ["cargo", ["xtask"]] : [xtask, []];
    const server = spawn(program, [...first, "serve", "--no-build", "--port", "0", "--prefix", prefix], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the server ended with ${code} before it listened`)));
    createInterface({ input: server.stdout }).on("line", (line) => {
      const address = /http:\/\/\S+/.exec(line)?.[0];
      if (address !== undefined) resolve([server, address]);
    });
  });

export default async () => {
  const servers = await Promise.all([start("/"), start("/any/path/of/a/host/")]);
  const [[, site], [, below]] = servers;
  process.env["SITE"] = site;
  process.env["SITE_BELOW_A_PATH"] = below;
  return () => servers.forEach(([server]) => server.kill());
};

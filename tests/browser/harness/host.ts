// A host of the test's own, on another port, which is another origin: pages given as texts, and files below a directory.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

export type Host = {
  server: Server;
  /** The address of the host, with a slash at its end. */
  address: string;
  /** What was asked of it: method, path and query, and the body. */
  asked: string[];
};

/** Serves `pages` by their names, the one without a name as the first page, then the files of `directory`. */
export const host = async (pages: Record<string, string>, directory?: string, headers: Record<string, string> = {}): Promise<Host> => {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    asked.push([request.method, request.url, Buffer.concat(chunks).toString()].join(" ").trim());
    const name = normalize(new URL(request.url ?? "/", "http://host/").pathname).slice(1);
    const body = pages[name] ?? (directory === undefined ? undefined : await readFile(join(directory, name)).catch(() => undefined));
    response.statusCode = body === undefined ? 404 : 200;
    for (const [header, value] of Object.entries(headers)) response.setHeader(header, value);
    response.setHeader("Content-Type", TYPES[extname(name) || ".html"] ?? "application/octet-stream").end(body);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { server, asked, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
};

/** A page without anything that a browser would ask for by itself. */
export const html = (body: string, head = ""): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Article</title><link rel="icon" href="data:,">${head}<body>${body}</body></html>`;

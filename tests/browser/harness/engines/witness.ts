// A host between the browser and the project's server. It writes down what is asked, forbids to keep any answer, and puts
// a script of its own into every page, which reports what goes wrong there: one engine tells nothing of its console.

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

const SCRIPT = "witness.js";
const REPORT = "witness-report";

/** Runs in the page, before everything else. `hosts` are those that it may ask. */
const listen = (hosts: string[], report: string) => {
  const tell = (problem: string) => void navigator.sendBeacon(report, problem);
  addEventListener("error", (event: Event) => tell(event instanceof ErrorEvent ? `uncaught: ${event.message}` : `not loaded: ${(event.target as HTMLElement).outerHTML}`), true);
  addEventListener("unhandledrejection", ({ reason }) => tell(`unhandled: ${reason}`));
  addEventListener("securitypolicyviolation", (event) => tell(`Content-Security-Policy: ${event.effectiveDirective} forbids ${event.blockedURI || "inline"}`));
  for (const level of ["error", "warn"] as const) {
    const before = console[level];
    console[level] = (...words) => {
      tell(`console.${level}: ${words.join(" ")}`);
      before(...words);
    };
  }
  const observer = new PerformanceObserver((list) => {
    for (const { name } of list.getEntries()) if (!hosts.includes(new URL(name).origin)) tell(`asked a stranger: ${name}`);
  });
  observer.observe({ type: "resource", buffered: true });
};

export class Witness {
  /** The paths that were asked for, in order; what the witness put into the page is not among them. */
  readonly asked: string[] = [];
  /** What went wrong in the pages. */
  readonly problems: string[] = [];
  /** Pages of the test itself, by their names. */
  readonly pages: Record<string, string> = {};

  private constructor(private readonly server: Server, readonly address: string) {}

  /** Stands before the server at `behind`. Where its pages name a host on the left of `instead`, they name the one on the right. */
  static async before(behind: string, { at = "127.0.0.1", instead = {} }: { at?: string; instead?: Record<string, string> } = {}): Promise<Witness> {
    const server = createServer();
    await once(server.listen(0, at), "listening");
    const witness = new Witness(server, `http://${at}:${(server.address() as AddressInfo).port}/`);
    const origins = Object.entries({ ...instead, [behind]: witness.address }).map((pair) => pair.map((address) => new URL(address).origin) as [string, string]);
    const moved = (text: string) => origins.reduce((text, [from, to]) => text.replaceAll(from, to), text);
    const script = `(${listen})(${JSON.stringify(origins.map(([, to]) => to))}, ${JSON.stringify(`/${REPORT}`)});`;

    // Browsers complain of a policy about other origins from a host that is not secure.
    const dropped = ["cache-control", "connection", "content-length", "keep-alive", ...(at === "127.0.0.1" ? [] : ["cross-origin-opener-policy"])];

    server.on("request", async (request, response) => {
      const name = new URL(request.url ?? "/", witness.address).pathname.slice(1);
      if (name === REPORT) {
        witness.problems.push(Buffer.concat(await request.toArray()).toString());
        return response.writeHead(204).end();
      }
      response.setHeader("Cache-Control", "no-store");
      if (name === SCRIPT) return response.setHeader("Content-Type", "text/javascript").end(script);
      const page = witness.pages[name];
      if (page !== undefined) return response.setHeader("Content-Type", "text/html; charset=utf-8").end(page);
      witness.asked.push(name);
      const answer = await fetch(new URL(name, behind), { headers: { "accept-encoding": "identity" }, redirect: "manual" });
      response.statusCode = answer.status;
      for (const [header, value] of answer.headers) {
        if (!dropped.includes(header)) response.setHeader(header, moved(value));
      }
      if (!answer.headers.get("content-type")?.startsWith("text/html")) return response.end(Buffer.from(await answer.arrayBuffer()));
      return response.end(moved(await answer.text()).replace("<head>", `<head><script src="${SCRIPT}"></script>`));
    });
    return witness;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

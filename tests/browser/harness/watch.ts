// Listens to everything that a browser profile says and asks for.

import type { BrowserContext } from "@playwright/test";

export class Watch {
  /** The address of every request, in order; not those that need no network (`data:`, `blob:`, `file:`). */
  readonly requests: URL[] = [];
  /** Errors and warnings on the console, uncaught errors, broken Content-Security-Policy. */
  readonly problems: string[] = [];
  #expected: RegExp[] = [];

  constructor(private readonly own: string[]) {}

  /** Tells that the test provokes problems that match. */
  expectProblem(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Adds a host that the test itself serves. */
  expectHost(address: string): void {
    this.own.push(new URL(address).origin);
  }

  /** Requests that went to another host. */
  strangers(): string[] {
    return this.requests.filter((url) => !this.own.includes(url.origin)).map((url) => url.href);
  }

  unexpectedProblems(): string[] {
    return this.problems.filter((problem) => !this.#expected.some((pattern) => pattern.test(problem)));
  }

  async over(context: BrowserContext): Promise<void> {
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (!["data:", "blob:", "file:"].includes(url.protocol)) this.requests.push(url);
    });
    context.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        this.problems.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    context.on("weberror", (error) => this.problems.push(`uncaught: ${error.error()}`));
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => {
        console.error(`Content-Security-Policy: ${event.effectiveDirective} forbids ${event.blockedURI || "inline"}`);
      });
    });
  }
}

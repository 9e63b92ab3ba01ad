// WebKit: Debian's WebKitGTK with its WebDriver. It has no headless mode, so it is shown on a screen that only exists in
// memory. A driver holds one window, so each window has a driver of its own.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { Builder, Key, type WebDriver, type WebElement } from "selenium-webdriver";
import { beginning, keysOf, search, type Element, type Engine, type Tab, type View } from "./engine.ts";

const KEYS: Record<string, string> = { Control: Key.CONTROL, Escape: Key.ESCAPE, Enter: Key.ENTER, Tab: Key.TAB, End: Key.END };

/** No graphics card is there to compose layers, and composing them without one takes half of the time. */
const ON_A_SCREEN_IN_MEMORY = { GDK_BACKEND: "x11", WAYLAND_DISPLAY: "", WEBKIT_DISABLE_COMPOSITING_MODE: "1", WEBKIT_DISABLE_DMABUF_RENDERER: "1" };

export const webkit = async (): Promise<Engine> => {
  const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1440x960x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  // Even where the worker that started it is stopped in a hurry.
  process.once("exit", () => screen.kill());
  const [number] = await Promise.race([once(screen.stdio[3] as Readable, "data"), ended(screen, "Xvfb")]);
  const display = `:${String(number).trim()}`;
  return {
    open: () => WebKitTab.open(display),
    close: async () => void screen.kill(),
  };
};

const ended = async (program: ChildProcess, name: string): Promise<never> => {
  const [cause] = await Promise.race([once(program, "exit"), once(program, "error")]);
  throw new Error(`${name} ended: ${cause}`);
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
};

class WebKitView implements View {
  /** `path` leads to the frame: the selectors of the frames around it and its own. */
  constructor(protected readonly driver: WebDriver, private readonly path: string[]) {}

  async find(selector: string, name?: string): Promise<Element | undefined> {
    if (!(await this.enter())) return undefined;
    const found = await this.driver.executeScript<WebElement | null>(search, selector, name ?? null);
    if (found === null) return undefined;
    // In a frame the driver's own click finds the place.
    return { click: () => (this.path.length === 0 ? this.click(found) : found.click()), ask: (run) => this.driver.executeScript(run, found) };
  }

  frame(selector: string): View {
    return new WebKitView(this.driver, [...this.path, selector]);
  }

  private async click(element: WebElement): Promise<void> {
    const { x, y } = await this.driver.executeScript<{ x: number; y: number }>(beginning, element);
    await this.driver.actions({ async: true }).move({ x: Math.round(x), y: Math.round(y), duration: 0 }).click().perform();
  }

  private async enter(): Promise<boolean> {
    await this.driver.switchTo().defaultContent();
    for (const selector of this.path) {
      const frame = await this.driver.executeScript<WebElement | null>(search, selector, null);
      if (frame === null) return false;
      // An element of the frame is scrolled into view by the driver, the frame itself is not.
      await this.driver.executeScript((frame: HTMLElement) => frame.scrollIntoView({ block: "center" }), frame);
      await this.driver.switchTo().frame(frame);
    }
    return true;
  }
}

class WebKitTab extends WebKitView implements Tab {
  /** Its protocol tells nothing of the console. */
  readonly problems: string[] = [];

  private constructor(driver: WebDriver, private readonly program: ChildProcess) {
    super(driver, []);
  }

  static async open(display: string): Promise<WebKitTab> {
    const port = await freePort();
    const program = spawn(process.env["WEBKIT_DRIVER"] ?? "WebKitWebDriver", [`--port=${port}`], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, ...ON_A_SCREEN_IN_MEMORY, DISPLAY: display },
    });
    const address = `http://127.0.0.1:${port}`;
    await Promise.race([listening(address), ended(program, "WebKitWebDriver")]);
    const driver = await new Builder().usingServer(address).withCapabilities({ browserName: "MiniBrowser" }).build();
    await driver.manage().window().setRect({ x: 0, y: 0, width: 1440, height: 940 });
    return new WebKitTab(driver, program);
  }

  async goto(address: string): Promise<void> {
    await this.driver.switchTo().defaultContent();
    await this.driver.get(address);
  }

  async press(chord: string): Promise<void> {
    const { held, key } = keysOf(chord);
    let actions = this.driver.actions({ async: true });
    for (const one of held) actions = actions.keyDown(KEYS[one] ?? one);
    actions = actions.sendKeys(KEYS[key] ?? key);
    for (const one of held) actions = actions.keyUp(KEYS[one] ?? one);
    await actions.perform();
  }

  async type(text: string): Promise<void> {
    await this.driver.actions({ async: true }).sendKeys(text).perform();
  }

  async picture(): Promise<Buffer> {
    return Buffer.from(await this.driver.takeScreenshot(), "base64");
  }

  async close(): Promise<void> {
    // The browser goes with its session; the driver would leave it behind.
    await this.driver.quit().catch(() => undefined);
    this.program.kill();
  }
}

/** Waits until a driver answers. */
const listening = async (address: string): Promise<void> => {
  while (!(await fetch(`${address}/status`).then((answer) => answer.ok, () => false))) await new Promise((done) => setTimeout(done, 20));
};

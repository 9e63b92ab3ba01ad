// Firefox and Chromium: both as the system has them, without a driver between. Puppeteer speaks WebDriver BiDi with the one
// and the DevTools Protocol with the other.

import puppeteer, { type ElementHandle, type Frame, type KeyInput, type LaunchOptions, type Page } from "puppeteer-core";
import { beginning, keysOf, search, type Element, type Engine, type Tab, type View } from "./engine.ts";

const SIZE = { width: 1440, height: 900 };

export const firefox = (): Promise<Engine> =>
  start({ browser: "firefox", executablePath: process.env["FIREFOX"] ?? "/usr/bin/firefox-esr" });

export const chromium = (): Promise<Engine> =>
  // Root, which containers and CI run as, cannot use the sandbox; the only pages it sees are ours.
  start({ browser: "chrome", executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-quic"] });

const start = async (options: LaunchOptions): Promise<Engine> => {
  const browser = await puppeteer.launch({ ...options, headless: true, defaultViewport: SIZE });
  return {
    open: async () => {
      const profile = await browser.createBrowserContext();
      return new PuppeteerTab(await profile.newPage());
    },
    close: () => browser.close(),
  };
};

type Point = { x: number; y: number };

/** Where the document of a view begins in the window, and its frame, which is found anew each time. */
type Place = { document: Frame; corner: Point };

class PuppeteerView implements View {
  constructor(private readonly page: Page, private readonly place: () => Promise<Place | undefined>) {}

  async find(selector: string, name?: string): Promise<Element | undefined> {
    const found = await this.handle(selector, name);
    return found && { click: () => this.click(found), ask: (run) => found.evaluate(run) };
  }

  frame(selector: string): View {
    return new PuppeteerView(this.page, async () => {
      const element = (await this.handle(selector)) as ElementHandle<HTMLIFrameElement> | undefined;
      const document = await element?.contentFrame();
      if (!element || !document) return undefined;
      const { x, y } = await element.evaluate((frame) => {
        frame.scrollIntoView({ block: "center" });
        const { left, top } = frame.getBoundingClientRect();
        return { x: left + frame.clientLeft, y: top + frame.clientTop };
      });
      return { document, corner: await this.inWindow({ x, y }) };
    });
  }

  private async handle(selector: string, name?: string): Promise<ElementHandle<HTMLElement> | undefined> {
    const found = await (await this.place())?.document.evaluateHandle(search, selector, name ?? null);
    return (found?.asElement() as ElementHandle<HTMLElement> | null | undefined) ?? undefined;
  }

  /** Clicks near the beginning of the element. Puppeteer's own way asks for something that this Firefox does not have yet, where frames are concerned. */
  private async click(element: ElementHandle<HTMLElement>): Promise<void> {
    const point = await element.evaluate(beginning);
    const { x, y } = await this.inWindow(point);
    await this.page.mouse.click(x, y);
  }

  private async inWindow({ x, y }: Point): Promise<Point> {
    const corner = (await this.place())?.corner ?? { x: 0, y: 0 };
    return { x: x + corner.x, y: y + corner.y };
  }
}

class PuppeteerTab extends PuppeteerView implements Tab {
  readonly problems: string[] = [];

  constructor(private readonly window: Page) {
    super(window, async () => ({ document: window.mainFrame(), corner: { x: 0, y: 0 } }));
    window.on("console", (message) => {
      if (["error", "warn", "warning"].includes(message.type())) this.problems.push(`${message.type()}: ${message.text()}`);
    });
    window.on("pageerror", (error) => this.problems.push(`uncaught: ${error}`));
  }

  async goto(address: string): Promise<void> {
    await this.window.goto(address);
  }

  async press(chord: string): Promise<void> {
    const { held, key } = keysOf(chord);
    for (const one of held) await this.window.keyboard.down(one as KeyInput);
    await this.window.keyboard.press(key as KeyInput);
    for (const one of held) await this.window.keyboard.up(one as KeyInput);
  }

  async type(text: string): Promise<void> {
    await this.window.keyboard.type(text);
  }

  async picture(): Promise<Buffer> {
    return Buffer.from(await this.window.screenshot());
  }

  close(): Promise<void> {
    return this.window.browserContext().close();
  }
}

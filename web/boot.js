// Starts the application: fetches the WebAssembly module, checks its integrity hash and hands it to the
// script that wasm-bindgen made. It is a file of its own because the page's Content-Security-Policy
// forbids inline scripts; the two hashed names and the hash are written into `<meta name="application">`
// when the site is built.

/** The address of a file of this site, wherever the site is hosted. */
const address = (name) => new URL(name, document.baseURI).href;

// Before the application reads its address: the colours that the address asks for, and no outline of the whole page
// where it shows only a part.
const asked = new URLSearchParams(location.hash.slice(1));
const root = document.documentElement;
if (["light", "dark"].includes(asked.get("theme"))) root.dataset.theme = asked.get("theme");
if (asked.has("embed") || asked.has("view")) root.dataset.excerpt = "";

/**
 * The WebAssembly module, if its content is what was built. The request is exactly the one of the page's preload link:
 * WebKit would fetch the module twice for any other mode, Chromium for other credentials, and Firefox for an integrity
 * hash. So the hash is checked here, where the browser can compute one. It cannot on a page from an http:// address of
 * another machine, but there nothing protects the page, which holds the hash, either.
 */
const compiled = async (name, integrity) => {
  // In a sandbox the page has no origin, and may read nothing that it does not ask for in this way.
  const options = self.origin === "null" ? { credentials: "same-origin" } : { mode: "no-cors", credentials: "include" };
  const checked = globalThis.crypto?.subtle !== undefined;
  const response = await fetch(address(name), options);
  if (!response.ok) {
    throw new Error(`the server answered ${response.status} for ${response.url}`);
  }
  const [algorithm, wanted] = integrity.split(/-(.*)/s);
  const verified = async (bytes) => {
    if (!checked) return bytes;
    const hash = await crypto.subtle.digest(algorithm.replace("sha", "SHA-"), bytes);
    if (btoa(String.fromCharCode(...new Uint8Array(hash))) !== wanted) {
      throw new Error("the application was changed on its way");
    }
    return bytes;
  };
  if (!response.headers.get("Content-Type")?.startsWith("application/wasm")) {
    return WebAssembly.compile(await verified(await response.arrayBuffer()));
  }
  // Compiled while it arrives; nothing of it runs before the hash is right.
  const bytes = response.clone().arrayBuffer();
  const [module] = await Promise.all([WebAssembly.compileStreaming(response), bytes.then(verified)]);
  return module;
};

const start = async () => {
  const { js, wasm, integrity } = document.querySelector('meta[name="application"]').dataset;
  const [script, module] = await Promise.all([import(address(js)), compiled(wasm, integrity)]);
  await script.default({ module_or_path: module });
};

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/** Shows this instead of the application; texts, since the cause is nobody's markup. */
const show = (...parts) => {
  document.querySelector("#app").hidden = true;
  const failure = document.querySelector("#failure");
  failure.replaceChildren(...parts);
  failure.hidden = false;
};

/** Says why there is no application. */
const explain = (error) => {
  const line = (text) => element("p", { textContent: text });
  show(
    line("The KMS Policy Playground could not be started in this browser."),
    line(`Cause: ${error instanceof Error ? error.message : String(error)}.`),
    line("Reload the page. If that does not help, use a current version of Firefox, Chrome, Edge or Safari with WebAssembly allowed. What you typed is still in the address of this page: copy it before you leave."),
  );
};

// The application has stopped: what was typed must not be lost with it.
addEventListener("playground-failure", ({ detail: { message, policy, scenario } }) => {
  document.querySelector("#app").hidden = true;
  const area = (label, value) => element("label", {}, label, element("textarea", { readOnly: true, value, onfocus: ({ target }) => target.select() }));
  show(
    element("h1", { textContent: "The playground has stopped" }),
    element("p", { textContent: "This is a fault of the playground, not of your policy. What you typed is below, ready to copy. Reload the page to go on: its address holds your scenario as of a moment ago." }),
    area("Key policy", policy),
    area("The whole scenario, which can be opened as a file", scenario),
    element("p", { textContent: `Cause: ${message}` }),
  );
  document.querySelector("#failure textarea").focus();
});

// The application cannot write `import()`: it asks for the editor's module, and takes nothing for an answer.
addEventListener("playground-editor", ({ detail: done }) => {
  const name = document.querySelector('meta[name="editor"]').content;
  import(address(name)).then(done, () => done());
});

start().catch((error) => {
  console.error(error);
  explain(error);
});

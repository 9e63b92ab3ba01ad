// Starts the application: fetches the WebAssembly module under its integrity hash and hands it to the
// script that wasm-bindgen made. It is a file of its own because the page's Content-Security-Policy
// forbids inline scripts; the two hashed names and the hash are written into `<meta name="application">`
// when the site is built.

/** The address of a file of this site, wherever the site is hosted. */
const address = (name) => new URL(name, document.baseURI).href;

const start = async () => {
  const { js, wasm, integrity } = document.querySelector('meta[name="application"]').dataset;
  const [script, response] = await Promise.all([
    import(address(js)),
    fetch(address(wasm), { credentials: "same-origin", integrity }),
  ]);
  if (!response.ok) {
    throw new Error(`the server answered ${response.status} for ${response.url}`);
  }
  await script.default({ module_or_path: response });
};

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/** Shows this instead of the application; texts, since the cause is nobody's markup. */
const show = (...parts) => {
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

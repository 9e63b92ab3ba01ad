// Fetches the editor's module when it is first wanted, and says so when there is none to be had: the page then
// goes on with its plain text field. A function of its own because Rust cannot write `import()`.

/** Calls `done` with the module, or with nothing. */
export const load = (address, done) => {
  import(new URL(address, document.baseURI).href).then(done, () => done(undefined));
};

// Shows what the element tells the page around it: the verdicts, whenever one changes.

const WORDS = { allowed: "allowed", explicitDeny: "denied by a statement", implicitDeny: "not allowed by anything", undetermined: "undetermined", notEvaluated: "not evaluated" };

const example = document.querySelector("#own-context");
const told = document.querySelector("#told");

example.addEventListener("verdict", ({ detail: { decisions } }) => {
  told.textContent = `The page was told: ${decisions.map((decision, index) => `request ${index + 1} is ${WORDS[decision]}`).join("; ")}.`;
});

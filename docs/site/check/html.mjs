// Checks the tags of a page's part, and hands out the scripts in it.
import { HtmlValidate } from "html-validate";
import { parseFragment } from "parse5";

/** What a site writes is judged by what breaks, not by how it looks. */
const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard"],
  elements: [
    "html5",
    Object.fromEntries(
      ["homekept-picks", "homekept-consent", "homekept-preferences", "homekept-variant"].map((name) => [
        name,
        { flow: true, phrasing: true },
      ]),
    ),
  ],
  rules: {
    "no-unknown-elements": "error",
    // A part of a page has neither a heading structure nor a document around it.
    "heading-level": "off",
    "missing-doctype": "off",
    // A link or a picture in a template is filled in by what it binds.
    "text-content": "off",
    "wcag/h30": "off",
    "wcag/h37": "off",
    "no-implicit-button-type": "off",
  },
});

/** The problems of the tags themselves. */
export async function check(text, attributes) {
  const report = await validator.validateString(text);
  const tags = report.results.flatMap(({ messages }) =>
    messages.map(({ line, ruleId, message }) => `its line ${line}: ${message} (${ruleId})`),
  );
  const unknown = [];
  for (const element of elements(text)) {
    const known = attributes[element.tagName];
    if (!known) continue;
    for (const { name } of element.attrs) {
      const everywhere = /^(id|class|slot|lang|hidden|style|data-.*)$/.test(name);
      if (!everywhere && !known.includes(name)) {
        unknown.push(`<${element.tagName}> has no attribute ${name}`);
      }
    }
  }
  return [...tags, ...unknown, ...templates(text)];
}

/** What a card of ours must hold, or it is refused (`template-refused`). */
function templates(text) {
  return elements(text)
    .filter(({ tagName, parentNode }) => tagName === "template" && parentNode?.tagName === "homekept-picks")
    .flatMap(({ content }) => {
      const cards = content.childNodes.filter(({ tagName }) => tagName);
      if (cards.length !== 1) return ["a template holds exactly one element"];
      const bound = within(cards[0]).flatMap(({ attrs }) => attrs);
      const shown = bound.some(({ name, value }) => name === "data-bind" && value === "reason");
      return shown ? [] : ["a template shows the reason of a pick"];
    });
}

/** The scripts inside, as `{ lang, text, classic }`; what is JSON as `json`. */
export function scripts(text) {
  return elements(text)
    .filter(({ tagName, attrs }) => tagName === "script" && !attrs.some(({ name }) => name === "src"))
    .map((element) => {
      const type = element.attrs.find(({ name }) => name === "type")?.value ?? "";
      const body = element.childNodes.map(({ value }) => value).join("");
      const lang = /json|importmap|speculationrules/.test(type) ? "json" : "js";
      return { lang, text: body, classic: type !== "module" };
    });
}

function elements(text) {
  return within(parseFragment(text));
}

function within(root) {
  const all = [];
  const visit = (node) => {
    if (node.tagName) all.push(node);
    for (const child of [...(node.childNodes ?? []), ...(node.content?.childNodes ?? [])]) visit(child);
  };
  visit(root);
  return all;
}

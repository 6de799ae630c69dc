//! JavaScript that finds its way through shadow roots.

/// `all(selector)`: every element that matches, in the page and in every open
/// shadow root; `named(name)`: those that a person would call so;
/// `focused()`: the element that the keyboard speaks to. Firefox runs scripts beside the page, with
/// a global object of their own; what a script leaves behind is meant for the page.
pub(crate) const FIND: &str = r#"
const globalThis = window;
const all = (selector, root = document) => [...root.querySelectorAll("*")].flatMap((element) => [
  ...(element.matches(selector) ? [element] : []),
  ...(element.shadowRoot ? all(selector, element.shadowRoot) : []),
]);
const textOf = (element) => element.innerText.trim().replace(/\s+/g, " ");
const nameOf = (element) =>
  element.getAttribute("aria-label") ??
  (element.labels?.length ? textOf(element.labels[0]) : textOf(element));
const seen = (element) => element.checkVisibility();
const named = (name) =>
  all("a, button, input, summary").filter((element) => seen(element) && nameOf(element) === name);
const places = () => all("homekept-picks, homekept-consent, homekept-preferences");
const module_ = async () => await places()[0]?.homekept;
const focused = () => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};
const cards = (place) => {
  const shown = place.shadowRoot?.querySelector("ul, ol") ?? place.querySelector("ul, ol");
  return [...(shown?.children ?? [])];
};
"#;

/// Waits until nothing is under way. Forgetting what was never there has to wait until everything
/// asked for earlier is stored; then the page has to hold still for some frames. A page that is not
/// looked at draws none, so a little time is as good as a frame. The module's answer on a page that
/// is broken on purpose may never come. A preference center that is still being drawn, part by part,
/// holds still between two parts, and before the last ones, which wait for storage.
pub(crate) const REST: &str = r#"
const nap = (time) => new Promise((resolve) => setTimeout(resolve, time));
const frame = () => Promise.race([new Promise(requestAnimationFrame), nap(50)]);
const changes = new MutationObserver(() => { still = 0; });
let still = 0;
for (const root of [document, ...all("*").flatMap((element) => element.shadowRoot ?? [])]) {
  changes.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
}
// Refused for asking nothing, when its turn has come: all that was asked for before is stored then.
const stored = async () => { try { await (await module_())?.consent({}) } catch {} };
await frame();
await Promise.race([stored(), nap(5000)]);
const waits = (root) => root?.querySelector(".status") && !root.querySelector("[aria-labelledby=protection]");
const isDrawing = () =>
  places().some(({ hk, center, drawn, shadowRoot }) => hk && (drawn < center?.ALL_STEPS || waits(shadowRoot)));
for (let frames = 0; (still < 3 || isDrawing()) && frames < 100; frames += 1) {
  await frame();
  await nap(0);
  still += 1;
}
changes.disconnect();
"#;

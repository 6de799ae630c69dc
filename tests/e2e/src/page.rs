//! JavaScript that finds its way through shadow roots.

/// `all(selector)`: every element that matches, in the page and in every open
/// shadow root; `named(name)`: those that a person would call so;
/// `focused()`: the element that the keyboard speaks to.
pub(crate) const FIND: &str = r#"
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

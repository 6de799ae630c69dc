/** The overlay's looks: out of the page's way, and by the browser's own light or dark. */
export function styles(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host {
  all: initial;
  color-scheme: light dark;
  position: fixed;
  inset: auto 0.5rem 0.5rem auto;
  z-index: 2147483647;
  max-width: calc(100vw - 1rem);
}
details {
  font: 0.8125rem/1.4 system-ui, sans-serif;
  color: CanvasText;
  background: Canvas;
  border: 1px solid GrayText;
  border-radius: 0.5rem;
  max-height: 70vh;
  overflow: auto;
  overscroll-behavior: contain;
}
summary {
  position: sticky;
  top: 0;
  padding: 0.25rem 0.75rem;
  font-weight: 600;
  background: Canvas;
  cursor: pointer;
}
section {
  padding: 0 0.75rem 0.5rem;
}
h2 {
  margin: 0.5rem 0 0.25rem;
  font-size: inherit;
}
p {
  margin: 0 0 0.25rem;
}
div {
  overflow-x: auto;
}
table {
  border-collapse: collapse;
  font-variant-numeric: tabular-nums;
}
caption {
  text-align: start;
}
td,
th {
  padding: 0.125rem 0.75rem 0.125rem 0;
  text-align: start;
  vertical-align: top;
  white-space: nowrap;
}
thead ~ tbody td + td,
thead th + th {
  text-align: end;
}
`);
  return sheet;
}

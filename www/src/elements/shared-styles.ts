import { css } from "lit";

/**
 * What the question and the preference center share. Colours follow the
 * page's own colour scheme; a theme sets the custom properties named here.
 */
export const shared = css`
  :host {
    --_paper: var(--homekept-paper, #fffefb);
    --_ink: var(--homekept-ink, #24211c);
    --_muted: var(--homekept-muted, #5f594f);
    --_line: var(--homekept-line, #ddd6c9);
    --_edge: var(--homekept-edge, #857c6d);
    --_accent: var(--homekept-accent, #1f5f4a);
    --_on-accent: var(--homekept-on-accent, #ffffff);
    --_wash: var(--homekept-wash, #f5f1e8);
    --_radius: var(--homekept-radius, 0.75rem);
    --_round: var(--homekept-button-radius, calc(var(--_radius) * 0.67));
    color: var(--_ink);
    display: block;
    font-family: var(--homekept-font, system-ui, -apple-system, "Segoe UI", sans-serif);
    font-size: 1rem;
    line-height: 1.5;
    text-align: start;
  }
  @supports (color: light-dark(#000, #fff)) {
    :host {
      --_paper: var(--homekept-paper, light-dark(#fffefb, #1d1b18));
      --_ink: var(--homekept-ink, light-dark(#24211c, #efeae1));
      --_muted: var(--homekept-muted, light-dark(#5f594f, #b3aa9b));
      --_line: var(--homekept-line, light-dark(#ddd6c9, #3d3932));
      --_edge: var(--homekept-edge, light-dark(#857c6d, #8f8677));
      --_accent: var(--homekept-accent, light-dark(#1f5f4a, #86cdb2));
      --_on-accent: var(--homekept-on-accent, light-dark(#ffffff, #10241c));
      --_wash: var(--homekept-wash, light-dark(#f5f1e8, #27241f));
    }
  }
  :host([hidden]) {
    display: none;
  }
  :host([data-homekept-away]) {
    visibility: hidden;
  }
  [hidden] {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  fieldset,
  legend {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  fieldset {
    border: 0;
    min-inline-size: 0;
  }
  h2,
  h3 {
    font-family: var(--homekept-heading-font, inherit);
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.25;
    text-wrap: balance;
  }
  a {
    color: inherit;
    text-underline-offset: 0.2em;
  }
  .facts {
    display: grid;
    font-size: 0.875rem;
    gap: 0.375rem 1.25rem;
    grid-template-columns: max-content 1fr;
  }
  dt {
    color: var(--_muted);
  }
  dd {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .muted {
    color: var(--_muted);
    font-size: 0.875rem;
  }
  button,
  .button {
    background: transparent;
    border: 1px solid var(--_edge);
    border-radius: var(--_round);
    color: var(--_ink);
    cursor: pointer;
    font-family: inherit;
    font-size: 0.9375rem;
    font-weight: 550;
    line-height: 1.25;
    min-block-size: 2.5rem;
    padding: 0.5rem 1rem;
  }
  button:hover {
    background: var(--_wash);
  }
  button:disabled {
    cursor: default;
    opacity: 0.6;
  }
  summary {
    cursor: pointer;
    min-block-size: 1.5rem;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.2em;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .said {
    block-size: 1px;
    clip-path: inset(50%);
    inline-size: 1px;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
  }
  /* Letters with signs above and below, and signs as dense as these, want more room between lines;
     and letters that hang together are not drawn closer. */
  [lang]:is(:lang(ar), :lang(hi), :lang(ja), :lang(zh)) {
    line-height: 1.65;
  }
  :is(h2, h3, h4, button):is(:lang(ar), :lang(hi)) {
    letter-spacing: 0;
    line-height: 1.4;
  }
  @media (max-width: 30rem) {
    .facts {
      gap: 0;
      grid-template-columns: 1fr;
    }
    dd + dt {
      margin-block-start: 0.5rem;
    }
  }
  @media (forced-colors: active) {
    button {
      border-color: ButtonText;
    }
  }
  /* What a page must not theme away: set by legible.ts. Important styles in here stand above all of the page's. */
  :host([data-homekept-safe]) {
    --_paper: #fffefb !important;
    --_ink: #24211c !important;
    --_muted: #5f594f !important;
    --_line: #ddd6c9 !important;
    --_edge: #857c6d !important;
    --_accent: #1f5f4a !important;
    --_on-accent: #ffffff !important;
    --_wash: #f5f1e8 !important;
    background: var(--_paper) !important;
    color: var(--_ink) !important;
    color-scheme: light !important;
    filter: none !important;
    font-size: 1rem !important;
    opacity: 1 !important;
  }
  :host([data-homekept-safe]) :is([part], button, label, p) {
    background-image: none !important;
    filter: none !important;
    opacity: 1 !important;
    visibility: visible !important;
  }
  :host([data-homekept-safe]) [part] {
    background-color: var(--_paper) !important;
    color: var(--_ink) !important;
    transform: none !important;
  }
  :host([data-homekept-safe]) :is([part~="answer"], [part~="choice"]) {
    border: 1px solid var(--_edge) !important;
    box-shadow: none !important;
    font-size: 0.9375rem !important;
    font-weight: 550 !important;
  }
`;

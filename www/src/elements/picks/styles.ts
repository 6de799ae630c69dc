import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    --_accent: var(--homekept-accent, LinkText);
    --_paper: var(--homekept-paper, Canvas);
    --_ink: var(--homekept-ink, CanvasText);
  }
  :host([hidden]) {
    display: none;
  }
  :host([data-homekept-away]) {
    visibility: hidden;
  }
  /* One line, on a phone two, always there: nothing below moves when it speaks, and what it says
     stands in one place. It grows where letters are so large or a language so long that it must. */
  .meta {
    align-content: start;
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    font-size: 0.8125rem;
    gap: 0 0.75em;
    line-height: 1.75rem;
    min-block-size: var(--homekept-meta-size, 1.75rem);
    white-space: nowrap;
  }
  .label {
    color: var(--homekept-muted, color-mix(in srgb, currentcolor 75%, transparent));
  }
  .toggle {
    background: none;
    border: 0;
    color: inherit;
    cursor: pointer;
    font: inherit;
    margin: 0;
    min-block-size: 1.75rem;
    padding: 0;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.2em;
  }
  @media (max-width: 30rem) {
    .meta {
      min-block-size: var(--homekept-meta-size, 3.25rem);
    }
    .label {
      flex-basis: 100%;
      line-height: 1.5rem;
    }
  }
  .toggle:hover {
    text-decoration-thickness: 2px;
  }
  .said {
    block-size: 1px;
    clip-path: inset(50%);
    inline-size: 1px;
    margin: 0;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
  }

  .homekept-card {
    position: relative;
  }
  .open {
    align-items: center;
    background: var(--_paper);
    block-size: 1.75rem;
    border: 1px solid color-mix(in srgb, var(--_ink) 25%, transparent);
    border-radius: 50%;
    color: var(--_ink);
    cursor: pointer;
    display: flex;
    font: 600 1rem/1 system-ui, sans-serif;
    inline-size: 1.75rem;
    inset-block-start: 0.4rem;
    inset-inline-end: 0.4rem;
    justify-content: center;
    margin: 0;
    padding: 0;
    position: absolute;
    z-index: 2;
  }
  .open:hover {
    border-color: var(--_ink);
  }
  /* What lies under the back is out of sight and out of the tab order. */
  .homekept-card-open > :not(.homekept-tools) {
    visibility: hidden;
  }
  /* The back of the card: it covers the card exactly, so nothing moves. */
  .back {
    background: var(--_paper);
    border: 1px solid color-mix(in srgb, var(--_ink) 25%, transparent);
    border-radius: var(--homekept-radius, 0.5rem);
    box-sizing: border-box;
    color: var(--_ink);
    display: flex;
    flex-direction: column;
    font: 0.8125rem/1.35 system-ui, sans-serif;
    gap: 0.375rem;
    inset: 0;
    overflow: auto;
    padding: 0.625rem;
    position: absolute;
    z-index: 1;
  }
  .back[hidden] {
    display: none;
  }
  .back h3 {
    font: 600 0.8125rem/1.4 system-ui, sans-serif;
    margin: 0;
  }
  .homekept-card[data-homekept-sponsored] .back {
    padding-block-start: 2.25rem;
  }
  .back > :first-child {
    padding-inline-end: 1.75rem;
  }
  .back ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .back li {
    margin-block-end: 0.25rem;
    overflow-wrap: break-word;
  }
  .back p {
    margin: 0;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    margin-block-start: auto;
  }
  .acts button {
    background: transparent;
    border: 1px solid color-mix(in srgb, var(--_ink) 45%, transparent);
    border-radius: var(--homekept-radius, 0.5rem);
    color: inherit;
    cursor: pointer;
    flex: 1 1 auto;
    font: 500 0.8125rem/1.2 system-ui, sans-serif;
    margin: 0;
    min-block-size: 1.75rem;
    padding: 0.25rem;
  }
  .acts button:hover {
    background: color-mix(in srgb, var(--_ink) 8%, transparent);
  }
  :is(.toggle, .open, .acts button):focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  @media (forced-colors: active) {
    .open,
    .back,
    .acts button {
      border-color: ButtonText;
    }
  }
`;

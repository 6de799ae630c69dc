import { css } from "lit";

export const styles = css`
  .center {
    display: grid;
    gap: clamp(1.75rem, 4vw, 2.5rem);
    margin-inline: auto;
    max-inline-size: 44rem;
    overflow-wrap: break-word;
  }
  .center > * {
    min-inline-size: 0;
  }
  h2 {
    font-size: clamp(1.5rem, 1.2rem + 1.5vw, 2rem);
    letter-spacing: -0.02em;
  }
  h3 {
    font-size: 1.125rem;
    margin-block-end: 0.5rem;
  }
  h4 {
    color: var(--_muted);
    font-size: 0.875rem;
    font-weight: 600;
    margin: 1rem 0 0;
  }
  .status {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    margin-block-start: 0.375rem;
  }
  .notes {
    display: grid;
    gap: 0.5rem;
    margin-block-start: 1rem;
  }
  .notes li,
  .note {
    background: var(--_wash);
    border-inline-start: 3px solid var(--_edge);
    border-radius: calc(var(--_radius) * 0.5);
    font-size: 0.9375rem;
    padding: 0.625rem 0.875rem;
  }
  .note {
    margin-block: 0.75rem;
  }

  .locked {
    background: var(--_paper);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    padding: clamp(1rem, 3vw, 1.5rem);
  }

  .switch,
  .row {
    align-items: center;
    border-block-start: 1px solid var(--_line);
    display: flex;
    gap: 0.5rem 1rem;
    padding-block: 0.75rem;
  }
  .row {
    flex-wrap: wrap;
  }
  .muted + .switch {
    margin-block-start: 0.75rem;
  }
  .dial {
    border-block-start: 1px solid var(--_line);
    padding-block: 0.75rem;
  }
  .scale {
    align-items: center;
    display: flex;
    font-size: 0.875rem;
    gap: 0.75rem;
    margin-block-start: 0.375rem;
  }
  .scale input {
    accent-color: var(--_accent);
    block-size: 1.75rem;
    cursor: pointer;
    flex: 1 1 8rem;
    margin: 0;
    max-inline-size: 20rem;
    min-inline-size: 0;
  }
  .dial .state {
    text-align: start;
  }
  .text {
    flex: 1 1 14rem;
    min-inline-size: 0;
  }
  .switch .text {
    flex-basis: 0;
  }
  .name {
    font-weight: 600;
  }
  label.name {
    cursor: pointer;
    display: block;
  }
  .gone {
    text-decoration: line-through;
  }
  .state {
    color: var(--_muted);
    font-size: 0.875rem;
    min-inline-size: 1.75rem;
    text-align: end;
  }
  /* The browser's own checkbox, drawn as a switch; the words beside it say its state. */
  input[role="switch"] {
    appearance: none;
    background: var(--_paper);
    block-size: 1.75rem;
    border: 2px solid var(--_edge);
    border-radius: 1rem;
    cursor: pointer;
    flex: none;
    inline-size: 3rem;
    margin: 0;
    position: relative;
  }
  input[role="switch"]::before {
    background: var(--_edge);
    block-size: 1rem;
    border-radius: 50%;
    content: "";
    inline-size: 1rem;
    inset-block-start: 50%;
    inset-inline-start: 0.25rem;
    position: absolute;
    transform: translateY(-50%);
    transition: inset-inline-start 0.15s;
  }
  input[role="switch"]:checked {
    background: var(--_accent);
    border-color: var(--_accent);
  }
  input[role="switch"]:checked::before {
    background: var(--_on-accent);
    inset-inline-start: 1.5rem;
  }

  .facts {
    padding-block-start: 0.75rem;
  }
  details {
    border-block-start: 1px solid var(--_line);
    font-size: 0.9375rem;
    padding-block: 0.75rem;
  }
  .history {
    display: grid;
    gap: 0.5rem;
    margin-block-start: 0.75rem;
  }
  .history li {
    display: grid;
    gap: 0 1.25rem;
    grid-template-columns: 15rem 1fr;
  }
  .history .muted {
    grid-column: 2;
  }

  .strength {
    display: inline-flex;
    gap: 3px;
    margin-inline-end: 0.375rem;
  }
  .strength i {
    background: var(--_line);
    block-size: 0.5rem;
    border-radius: 2px;
    inline-size: 0.875rem;
  }
  .strength .full {
    background: var(--_accent);
  }

  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
  }
  .row .acts button {
    font-size: 0.875rem;
    min-block-size: 2.125rem;
    padding: 0.375rem 0.75rem;
  }
  .events > .acts,
  section > .acts {
    margin-block-start: 1rem;
  }
  .add {
    border-block-start: 1px solid var(--_line);
    display: grid;
    gap: 0.375rem;
    padding-block-start: 1rem;
  }
  .add input {
    background: var(--_paper);
    border: 1px solid var(--_edge);
    border-radius: var(--_round);
    color: var(--_ink);
    flex: 1 1 12rem;
    font: inherit;
    max-inline-size: 24rem;
    min-block-size: 2.5rem;
    scroll-margin-block: 5rem;
    min-inline-size: 0;
    padding: 0.375rem 1rem;
  }
  .add input[aria-invalid="true"] {
    border: 2px solid var(--_ink);
  }
  .confirm {
    background: var(--_wash);
    border-radius: var(--_radius);
    display: grid;
    flex: 1 1 100%;
    gap: 0.75rem;
    padding: 1rem;
  }

  /* What was just done: at hand wherever the page is scrolled to, and in nobody's way. */
  .toast {
    background: var(--_ink);
    border-radius: var(--_radius);
    color: var(--_paper);
    font-size: 0.9375rem;
    inset-block-end: max(1rem, env(safe-area-inset-bottom));
    justify-self: center;
    padding: 0.625rem 1rem;
    pointer-events: none;
    position: sticky;
  }
  .toast[data-empty] {
    padding: 0;
  }

  @media (max-width: 30rem) {
    .history li {
      gap: 0;
      grid-template-columns: 1fr;
    }
    .history .muted {
      grid-column: 1;
    }
    .row .text {
      flex-basis: 100%;
    }
    .confirm button {
      flex: 1 1 auto;
    }
    .events .row {
      flex-wrap: nowrap;
    }
    .events .row .text {
      flex-basis: 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    input[role="switch"]::before {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    input[role="switch"] {
      border-color: ButtonText;
    }
    input[role="switch"]::before {
      background: ButtonText;
      forced-color-adjust: none;
    }
    input[role="switch"]:checked {
      background: Highlight;
      forced-color-adjust: none;
    }
    input[role="switch"]:checked::before {
      background: HighlightText;
    }
    .strength i {
      border: 1px solid CanvasText;
    }
    .strength .full {
      background: CanvasText;
      forced-color-adjust: none;
    }
    .toast:not([data-empty]) {
      border: 1px solid CanvasText;
    }
  }
  @media print {
    .acts,
    .toast,
    input {
      display: none;
    }
  }
`;

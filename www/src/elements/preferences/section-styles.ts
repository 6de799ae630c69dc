import { css } from "lit";

export const sectionStyles = css`
  h3 {
    font-size: 1.125rem;
    margin-block-end: 0.5rem;
  }
  h4 {
    color: var(--_muted);
    font-size: 0.875rem;
    font-weight: 600;
    line-height: 1.25;
    margin: 1rem 0 0;
  }
  .text p + p,
  .status {
    margin-block-start: 0;
  }
  .status {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    margin-block-start: 0.375rem;
  }
  .glance {
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    display: grid;
    gap: 0.75rem 1.5rem;
    grid-template-columns: repeat(auto-fit, minmax(min(8.5rem, 100%), 1fr));
    margin-block-start: 1rem;
    padding: 0.875rem 1rem;
  }
  .glance dt {
    font-size: 0.8125rem;
  }
  .glance dd {
    font-size: 0.9375rem;
    font-weight: 600;
    line-height: 1.35;
  }
  .glance div:last-child {
    grid-column: 1 / -1;
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
  .lock-form {
    display: grid;
    gap: 0.75rem;
    margin-block-start: 0.75rem;
  }
  .shows {
    align-items: center;
    display: flex;
    font-size: 0.875rem;
    gap: 0.5rem;
  }
  .shows input {
    block-size: 1.5rem;
    inline-size: 1.5rem;
    margin: 0;
  }
  .error:empty {
    display: none;
  }

  .switch {
    align-items: center;
    border-block-start: 1px solid var(--_line);
    display: flex;
    gap: 0.5rem 1rem;
    padding-block: 0.75rem;
  }
  .muted + .switch {
    margin-block-start: 0.75rem;
  }
  .switch .text {
    flex-basis: 0;
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
    margin: 0;
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

  .preview {
    background: var(--_wash);
    border-radius: var(--_radius);
    margin-block-start: 0.75rem;
    padding: 1rem clamp(0.875rem, 3vw, 1.25rem);
  }
  .preview h4 {
    color: var(--_ink);
    font-size: 1rem;
    margin: 0;
  }
  .preview h4 ~ h4 {
    margin-block-start: 1.25rem;
  }
  .label {
    font-size: 0.8125rem;
    font-weight: 600;
    margin-block-start: 0.75rem;
  }
  .picked {
    counter-reset: pick;
    display: grid;
    gap: 0.5rem 1.5rem;
    grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr));
    margin-block-start: 0.375rem;
  }
  .picked li {
    counter-increment: pick;
    line-height: 1.35;
    padding-inline-start: 1.5rem;
    position: relative;
  }
  .picked li::before {
    color: var(--_muted);
    content: counter(pick) / "";
    font-size: 0.875rem;
    inset-inline-start: 0;
    position: absolute;
  }
  .picked .muted {
    display: block;
  }
  .paid {
    border: 1px solid var(--_edge);
    border-radius: 0.25rem;
    color: var(--_ink);
    font-weight: 600;
    padding-inline: 0.25rem;
  }
  .influence {
    display: grid;
    gap: 0.5rem;
    margin-block-start: 0.375rem;
  }
  .influence div {
    display: grid;
    gap: 0 1rem;
    grid-template-columns: 7rem 1fr;
  }
  .influence .muted {
    display: block;
  }

  .facts {
    padding-block-start: 0.75rem;
  }
  details {
    border-block-start: 1px solid var(--_line);
    font-size: 0.9375rem;
    padding-block: 0.75rem;
  }
  .switch + details {
    /* What it opens is about the switch above. */
    border-block-start: 0;
    padding-block-start: 0;
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

  .timeline {
    margin: 0.75rem 0 1rem;
  }
  .timeline > div {
    align-items: center;
    display: grid;
    gap: 0.25rem 1rem;
    grid-template-columns: minmax(6rem, max-content) 1fr;
    margin-block-end: 0.5rem;
  }
  .tape-of {
    font-size: 0.875rem;
    font-weight: 400;
    margin: 0;
    max-inline-size: 14rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tape {
    display: block;
    inline-size: 100%;
    overflow: visible;
  }
  .tape :is(circle, polygon) {
    fill: var(--_accent);
  }
  .tape circle {
    stroke: var(--_paper);
  }
  .ground {
    stroke: var(--_line);
  }
  .today {
    stroke: var(--_edge);
  }
  /* Time runs as the language does. */
  [dir="rtl"] .tape {
    transform: scaleX(-1);
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
  .origin {
    flex: 1 1 100%;
    min-inline-size: 0;
  }
  .origin details {
    border: 0;
    font-size: 0.875rem;
    padding: 0;
  }
  .origin summary {
    color: var(--_muted);
    text-decoration: none;
  }
  .origin .rows {
    border-inline-start: 3px solid var(--_line);
    margin-block-start: 0.5rem;
    padding-inline-start: 1rem;
  }
  .origin .rows li:first-child {
    border: 0;
  }

  .events > .acts,
  section > .acts {
    margin-block-start: 1rem;
  }
  .find {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 0.75rem;
    margin-block: 0.75rem;
  }
  .field {
    color: var(--_muted);
    display: grid;
    flex: 1 1 9rem;
    font-size: 0.8125rem;
    gap: 0.125rem;
    min-inline-size: 0;
  }
  .field:first-child {
    flex-grow: 2;
  }
  .day {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    justify-content: space-between;
    margin-block: 1rem 0.375rem;
  }
  .day h4 {
    margin: 0;
  }
  .day > .acts button {
    border-color: transparent;
    font-size: 0.8125rem;
    min-block-size: 1.75rem;
    padding: 0.125rem 0.5rem;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  .add {
    border-block-start: 1px solid var(--_line);
    display: grid;
    gap: 0.375rem;
    padding-block-start: 1rem;
  }
  .acts + .add {
    margin-block-start: 1rem;
  }
  .add .muted {
    margin: 0;
  }
  .add input,
  .field input,
  .field select {
    background: var(--_paper);
    border: 1px solid var(--_edge);
    border-radius: var(--_round);
    box-sizing: border-box;
    color: var(--_ink);
    font: inherit;
    font-size: 1rem;
    min-block-size: 2.5rem;
    min-inline-size: 0;
    padding: 0.375rem 1rem;
  }
  .field input {
    inline-size: 100%;
    padding-inline: 0.75rem;
  }
  /* The parts of a date have the focus, and the field shows it. */
  .field input:focus-within {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .add input {
    flex: 1 1 12rem;
    max-inline-size: 24rem;
    scroll-margin-block: 5rem;
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

  @media (max-width: 30rem) {
    .history li,
    .influence div {
      gap: 0;
      grid-template-columns: 1fr;
    }
    .history .muted {
      grid-column: 1;
    }
    .timeline > div {
      grid-template-columns: 1fr;
    }
    .field:first-child {
      flex-basis: 100%;
    }
    .confirm button {
      flex: 1 1 auto;
    }
    .rows[data-entries] .row {
      flex-wrap: nowrap;
    }
    .rows[data-entries] .row .text {
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
    .tape :is(circle, polygon) {
      fill: CanvasText;
    }
    .tape line {
      stroke: CanvasText;
    }
  }
  @media print {
    .acts,
    .toast,
    .find,
    .add,
    input {
      display: none;
    }
    .state {
      color: inherit;
      font-weight: 600;
    }
    .row,
    .switch,
    .dial {
      break-inside: avoid;
    }
  }
`;

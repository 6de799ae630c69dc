import { css } from "lit";

/** The frame, and what is there without the sections; theirs come with them. */
export const styles = css`
  /* Said of the frame too, since a page's own style reaches the element around it. */
  .center {
    color: var(--_ink);
    display: grid;
    font-family: var(--homekept-font, system-ui, -apple-system, "Segoe UI", sans-serif);
    font-size: 1rem;
    gap: clamp(1.75rem, 4vw, 2.5rem);
    line-height: 1.5;
    margin-inline: auto;
    max-inline-size: 44rem;
    overflow-wrap: break-word;
    text-align: start;
  }
  .center > * {
    min-inline-size: 0;
  }
  h2 {
    font-size: clamp(1.5rem, 1.2rem + 1.5vw, 2rem);
    letter-spacing: -0.02em;
  }
  .row {
    align-items: center;
    border-block-start: 1px solid var(--_line);
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
    padding-block: 0.75rem;
  }
  .text {
    flex: 1 1 14rem;
    min-inline-size: 0;
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
  p + p {
    margin-block-start: 0.5rem;
  }
  p + .row {
    margin-block-start: 0.75rem;
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
    .row .text {
      flex-basis: 100%;
    }
  }
  @media (forced-colors: active) {
    .toast:not([data-empty]) {
      border: 1px solid CanvasText;
    }
  }
`;

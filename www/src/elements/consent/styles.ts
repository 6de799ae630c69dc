import { css } from "lit";

export const styles = css`
  .card {
    background: var(--_paper);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    display: grid;
    gap: 1rem;
    padding: clamp(1rem, 3vw, 1.5rem);
  }
  h2 {
    font-size: 1.1875rem;
  }
  .lead {
    margin-block-start: 0.25rem;
  }
  .purposes {
    border-block: 1px solid var(--_line);
  }
  fieldset {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1.5rem;
    justify-content: space-between;
    padding-block: 0.75rem;
  }
  fieldset + fieldset {
    border-block-start: 1px solid var(--_line);
  }
  .text {
    flex: 1 1 16rem;
    min-inline-size: 0;
  }
  .name {
    font-weight: 600;
  }
  .pair {
    display: grid;
    flex: 0 0 auto;
    gap: 0.5rem;
    grid-template-columns: 1fr 1fr;
  }
  /* Both answers are the same element, in the same size and colour. */
  .pair label {
    align-items: center;
    border: 1px solid var(--_edge);
    border-radius: var(--_round);
    cursor: pointer;
    display: flex;
    font-size: 0.9375rem;
    font-weight: 500;
    gap: 0.5rem;
    line-height: 1.25;
    min-block-size: 2.5rem;
    padding: 0.375rem 1.125rem 0.375rem 0.75rem;
  }
  .pair label:hover,
  .pair label:has(:checked) {
    background: var(--_wash);
  }
  .pair label:has(:checked) {
    border-color: var(--_ink);
    box-shadow: inset 0 0 0 1px var(--_ink);
  }
  input {
    accent-color: var(--_ink);
    block-size: 1.125rem;
    flex: none;
    inline-size: 1.125rem;
    margin: 0;
  }
  /* All of one size, also where one of them needs two lines and the other does not. */
  .answers {
    display: grid;
    gap: 0.5rem;
    grid-auto-rows: 1fr;
    grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
  }
  /* What holds; with nothing in it, it takes no room, and is there to be spoken into. */
  .line {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    font-size: 0.9375rem;
    gap: 0.25rem 1rem;
  }
  .line p:empty {
    position: absolute;
  }
  .card + .line p:not(:empty) {
    padding-block-start: 0.75rem;
  }
  .line a {
    padding-block: 0.25rem;
  }
  .line button {
    font-size: 0.875rem;
    min-block-size: 2rem;
    padding: 0.25rem 0.75rem;
  }
  @media (max-width: 30rem) {
    .pair {
      flex: 1 1 100%;
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .pair label {
      overflow-wrap: anywhere;
      padding-inline: 0.75rem;
    }
  }
`;

/** The strongest interests as a picture: what each is from, how strong it is, and how it fades. */
import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { EventView, InterestView } from "../../wasm/homekept.js";
import type { Desk } from "./desk.js";
import type { Fading } from "./fading.js";

/** An interest with the entries behind it and what becomes of it. */
export interface Drawn {
  readonly interest: InterestView;
  readonly behind: readonly EventView[];
  readonly fading: Fading;
}

/** The list below says the same in words, so that the drawing is for the eyes alone. */
export function timeline({ words, keptDays }: Desk, drawn: readonly Drawn[], now: number): TemplateResult {
  return html`<figure class="timeline">
    <div aria-hidden="true">
      ${drawn.map(
        ({ interest, behind, fading }) => html`<p class="name tape-of">${interest.label}</p>
          <svg class="tape" height=${HEIGHT}>
            <line class="ground" x1="0" x2="100%" y1=${MIDDLE} y2=${MIDDLE}></line>
            ${behind.map(({ minute }) => dot(Math.min((now - minute) / DAY / keptDays, 1)))}
            ${wedge(fading)}
            <line class="today" x1=${share(TODAY)} x2=${share(TODAY)} y1="0" y2=${HEIGHT}></line>
          </svg>`,
      )}
    </div>
    <figcaption class="muted">${words.say("interests-picture")}</figcaption>
  </figure>`;
}

/** Something that was done, at its share of the days for which it is kept. */
function dot(ago: number): SVGTemplateResult {
  return svg`<circle cx=${share(TODAY * (1 - ago))} cy=${MIDDLE} r="3.5"></circle>`;
}

/** As thick as the interest is strong, from today on. */
function wedge({ strengthIn }: Fading): SVGTemplateResult {
  const days = Array.from({ length: STEPS + 1 }, (_, step) => (step * AHEAD) / STEPS);
  const at = (day: number, side: number): string => {
    const y = MIDDLE + (side * Math.abs(strengthIn(day)) * HEIGHT) / 2;
    return `${((day / AHEAD) * 100).toFixed(1)},${y.toFixed(1)}`;
  };
  const outline = [...days.map((day) => at(day, -1)), ...days.map((day) => at(day, 1)).reverse()];
  return svg`<svg x=${share(TODAY)} width=${share(1 - TODAY)} height=${HEIGHT}
    viewBox="0 0 100 ${HEIGHT}" preserveAspectRatio="none">
    <polygon points=${outline.join(" ")}></polygon>
  </svg>`;
}

function share(of: number): string {
  return `${(of * 100).toFixed(2)}%`;
}

/** Days that are looked ahead: after them little is left of anything. */
const AHEAD = 90;
const STEPS = 30;
const HEIGHT = 24;
const MIDDLE = HEIGHT / 2;
/** Where the line of today stands, of the whole width. */
const TODAY = 0.6;
const DAY = 24 * 60;

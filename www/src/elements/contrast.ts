/** Colours as numbers, and how far two of them stand apart. */

/** A colour in sRGB, each channel from 0 to 1. */
export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

/** Reads `color(srgb …)`, `rgb(…)` and `rgba(…)`, the forms in which browsers tell a mixed colour. */
export function channelsOf(text: string): Colour | undefined {
  const [, form, rest] = /^(color\(srgb|rgba?\()(.*)\)$/.exec(text) ?? [];
  if (!form || rest === undefined) return undefined;
  const [red, green, blue, alpha = 1] = (rest.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  const most = form.startsWith("rgb") ? 255 : 1;
  return { red: red / most, green: green / most, blue: blue / most, alpha };
}

/** What is seen of `front` on an opaque `ground`. */
export function over(front: Colour, ground: Colour): Colour {
  const mix = (a: number, b: number): number => a * front.alpha + b * (1 - front.alpha);
  return {
    red: mix(front.red, ground.red),
    green: mix(front.green, ground.green),
    blue: mix(front.blue, ground.blue),
    alpha: 1,
  };
}

/** The contrast ratio of WCAG 2.2, from 1 to 21. */
export function contrastOf(a: Colour, b: Colour): number {
  const [dark, light] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminanceOf({ red, green, blue }: Colour): number {
  const [r, g, b] = [red, green, blue].map((channel) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

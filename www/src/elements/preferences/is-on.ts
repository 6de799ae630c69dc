import type { Purpose, StatusView } from "../../wasm/homekept.js";

export function isOn({ purposes }: StatusView, wanted: Purpose): boolean {
  return purposes.some(({ purpose, state }) => purpose === wanted && state === "on");
}

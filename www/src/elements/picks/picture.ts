/**
 * Small blurred pictures out of the pack, drawn without a request: whoever serves
 * an item's own picture would learn that it was picked.
 */
import { thumbHashToRGBA } from "thumbhash";

/**
 * Draws a ThumbHash, given in base64, so that it fills the canvas; the canvas takes its proportions
 * from the picture, and its size from the page. Returns whether there was one to draw: a canvas
 * without a picture stays empty.
 */
export function drawPicture(canvas: HTMLCanvasElement, hash: string): boolean {
  const context = canvas.getContext("2d");
  // Seven letters hold five bytes, with which every hash begins: colours and proportions.
  if (!context || !/^[A-Za-z0-9+/]{7,}$/.test(hash)) return false;
  try {
    const bytes = Uint8Array.from(atob(hash), (letter) => letter.charCodeAt(0));
    const { w, h, rgba } = thumbHashToRGBA(bytes);
    canvas.width = w;
    canvas.height = h;
    context.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
    return true;
  } catch {
    return false;
  }
}

// A language that nobody speaks, made of the English texts for tests: accents on every vowel, and
// each of them twice, which makes a text longer by 40 % and its words as long as in any language.
import { ENGLISH, moduleOf, partsOf, textsIn } from "./messages.mjs";

/** A module that stands in the place of `language` in a folder of texts, and counts as English does. */
export async function pseudo(language, folder = "messages") {
  const english = await textsIn(new URL(`../src/elements/${folder}/${ENGLISH}.ts`, import.meta.url).pathname);
  const texts = Object.entries(english).map(([key, text]) => [key, stretched(partsOf(ENGLISH, text))]);
  return moduleOf(language, texts);
}

function stretched(parts) {
  return parts.map((part) => {
    if (part.type === "content") return { ...part, value: part.value.replace(/[aeiouy]/gi, (vowel) => ACCENTED[vowel].repeat(2)) };
    const cases = part.cases?.map(({ key, tokens }) => ({ key, tokens: stretched(tokens) }));
    return { ...part, ...(cases && { cases }) };
  });
}

const ACCENTED = Object.fromEntries([..."aeiouyAEIOUY"].map((vowel, at) => [vowel, [..."áéíóúýÁÉÍÓÚÝ"][at]]));

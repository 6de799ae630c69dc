"use strict";

const wrongs = (globalThis.wrongs = []);
const tell = console.error;
console.error = (...words) => {
  wrongs.push(words.map(String).join(" "));
  tell(...words);
};
addEventListener("error", ({ message }) => wrongs.push(message));
addEventListener("unhandledrejection", ({ reason }) => wrongs.push(String(reason)));

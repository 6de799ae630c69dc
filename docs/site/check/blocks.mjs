// Finds the code blocks, links and headings of every document.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import MarkdownIt from "markdown-it";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const markdown = new MarkdownIt({ html: true });

/** Every document that a reader of the package meets, by its path in the repository. */
export function documents() {
  const pages = filesUnder("docs").filter((file) => file.endsWith(".md"));
  return ["README.md", "www/README.md", ...pages].map((file) => ({
    file,
    ...read(readFileSync(join(ROOT, file), "utf8"), file),
  }));
}

/**
 * Blocks in their order, each with its language, its first line in the file, and the reason for
 * which nobody can check it, where the paragraph before it gives one.
 */
export function read(text, file) {
  const blocks = [];
  const links = [];
  const codes = [];
  const anchors = new Set();
  const headings = new Map();
  const tokens = markdown.parse(text, {});
  let line = 0;
  for (const [at, token] of tokens.entries()) {
    // Cells of tables do not know their line; their row does.
    line = token.map ? token.map[0] + 1 : line;
    if (token.type === "fence") {
      blocks.push({
        file,
        line,
        lang: token.info.trim().split(/\s+/)[0] || sniff(token.content),
        text: token.content,
        reason: reasonBefore(tokens, at),
      });
    }
    if (token.type === "heading_open") {
      const slug = slugOf(plain(tokens[at + 1]));
      const before = headings.get(slug) ?? 0;
      headings.set(slug, before + 1);
      anchors.add(before ? `${slug}-${before}` : slug);
    }
    if (token.type === "inline") {
      for (const child of token.children) {
        if (child.type === "code_inline") codes.push({ text: child.content, line });
        const to = child.attrGet("href") ?? child.attrGet("src");
        if (to) links.push({ to, line });
      }
    }
  }
  return { blocks, links, codes, anchors };
}

/** A block of commands needs no label. */
function sniff(text) {
  return /^(\$ )?(homekept|cargo|npm|npx) /.test(text) ? "sh" : "";
}

/** `Not checked: …`, in a paragraph of its own, that everybody reads. */
function reasonBefore(tokens, at) {
  const [inline, close] = [tokens[at - 2], tokens[at - 1]];
  if (close?.type !== "paragraph_close") return undefined;
  return /^Not checked: (.+)/s.exec(plain(inline))?.[1];
}

function plain(inline) {
  return inline.children.map((child) => (child.type === "softbreak" ? " " : child.content)).join("");
}

/** As GitHub names its anchors. */
function slugOf(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
}

function filesUnder(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesUnder(path);
    return [path];
  });
}

// What a document calls by its name is there: files of the repository, and the tests that show what it
// claims.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { ROOT, documents, read } from "../check/blocks.mjs";

const rust = ["src", "tests", "crates", "xtask"].flatMap((folder) => filesIn(folder)).join("\n");

for (const { file, codes } of documents()) {
  test(`the files and tests that ${file} names are there`, () => assert.deepEqual(missing(codes, file), []));
}

for (const { file } of documents()) {
  test(`the tests that ${file} names are in the files that it names`, () => {
    assert.deepEqual(misplaced(readFileSync(join(ROOT, file), "utf8")), []);
  });
}

test("a test in another file than the one named is found", () => {
  assert.equal(misplaced("`con_01_...` in `tests/golden.rs`, `con_01_...` in `tests/engine.rs`").length, 1);
});

test("a name that nothing has is found", () => {
  const { codes } = read("`tests/gone.rs` `con_99_...` `no_such_test_is_anywhere_at_all` `src/lib.rs` `product_type`", "x.md");
  assert.equal(missing(codes, "x.md").length, 3);
});

function missing(codes, file) {
  return codes
    .filter(({ text }) => {
      if (/^(src|tests|crates|www|xtask|docs|fuzz)\/[\w./-]+$/.test(text)) {
        // What is built, and the parts of a name that stand for many, are not in the repository.
        return !/^www\/(dist|node_modules)/.test(text) && ![".", dirname(file)].some((folder) => existsSync(join(ROOT, folder, text)));
      }
      const name = /^([a-z0-9]+(?:_[a-z0-9]+)+)(_?\.\.\.)?$/.exec(text) ?? /^([a-z]+_[0-9]+_)(\.\.\.)$/.exec(text);
      // Columns of feeds have an underscore or two; the name of a test is a sentence.
      if (!name || (!name[2] && text.split("_").length < 5)) return false;
      return !rust.includes(`fn ${name[1]}`);
    })
    .map(({ text, line }) => `line ${line}: ${text}`);
}

/** `name` in `file`: the pairs of which the file does not have the test. */
function misplaced(text) {
  const pairs = text.matchAll(/`([a-z0-9_]+?)(?:_?\.\.\.)?`\s+in\s+`([\w/]+\.rs)`/g);
  return [...pairs]
    .filter(([, name, path]) => !readFileSync(join(ROOT, path), "utf8").includes(`fn ${name}`))
    .map(([pair]) => pair);
}

function filesIn(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return filesIn(`${folder}/${entry.name}`);
    return entry.name.endsWith(".rs") ? [readFileSync(join(ROOT, folder, entry.name), "utf8")] : [];
  });
}

// `$schema` in a policy gives completion and marks, in the service that VS Code and others use.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import languageService from "vscode-json-languageservice";
import { ROOT, documents } from "../check/blocks.mjs";

const { TextDocument, getLanguageService } = languageService;
const service = getLanguageService({
  // The schema lies beside the policy, as docs/policy.md has it.
  schemaRequestService: async (uri) => {
    assert.equal(uri, "file:///site/homekept.schema.json");
    return readFileSync(join(ROOT, "www/schema/homekept.schema.json"), "utf8");
  },
  workspaceContext: { resolveRelativePath: (path, from) => new URL(path, from).href },
});

const [{ text: policy }] = documents().find(({ file }) => file === "docs/policy.md").blocks;

/** The document with a place marked by `|`, as the service sees it. */
function at(marked) {
  const text = marked.replace("|", "");
  const document = TextDocument.create("file:///site/homekept.json", "json", 1, text);
  const position = document.positionAt(marked.indexOf("|"));
  return { document, position, json: service.parseJSONDocument(document) };
}

test("an editor completes the fields of a policy, and says what they mean", async () => {
  const { document, position, json } = at('{ "$schema": "./homekept.schema.json", "|" }');
  const { items } = await service.doComplete(document, position, json);
  const field = items.find(({ label }) => label === "retentionDays");
  assert.match(JSON.stringify(field.documentation), /forgotten/);
  assert.ok(items.some(({ label }) => label === "off"));
});

test("an editor completes the values that a field may have", async () => {
  const { document, position, json } = at('{ "$schema": "./homekept.schema.json", "tableSource": | }');
  const { items } = await service.doComplete(document, position, json);
  assert.deepEqual(items.map(({ label }) => label).sort(), ['"attributes"', '"orders"', '"sessions"', '"signals"']);
});

test("an editor marks what is wrong, and nothing in the policy of the page", async () => {
  const whole = policy.replace("sha384-...", "sha384-AAAA");
  const right = at(`|${whole}`);
  assert.deepEqual(await service.doValidation(right.document, right.json), []);
  const wrong = at(`|${whole.replace("0.05", "3")}`);
  const [mark, ...more] = await service.doValidation(wrong.document, wrong.json);
  assert.match(mark.message, /maximum/);
  assert.deepEqual(more, []);
});

// Checks data: JSON against the package's schemas, TOML against the packer's flags, CSV, headers.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import { parse as parseToml } from "smol-toml";
import { ROOT } from "./blocks.mjs";

const [policy, exported] = ["homekept", "export"].map((name) =>
  closed(JSON.parse(readFileSync(join(ROOT, `www/schema/${name}.schema.json`), "utf8"))),
);
const ajv = new Ajv({ strict: false, allErrors: true });
const validators = { policy: ajv.compile(policy), export: ajv.compile(exported) };

/** JSON that is a policy, a part of one, or an export is held against its schema. */
export function json(text) {
  const isPart = /^\s*"/.test(text);
  // Dots stand for the digest of the reader's own file.
  const whole = text.replace(/(sha384-)(?:\.\.\.|…)/g, "$1AAAA");
  let value;
  try {
    value = JSON.parse(isPart ? `{${whole}}` : whole);
  } catch (error) {
    return [error.message];
  }
  if (isPart) {
    return Object.entries(value).flatMap(([key, part]) => {
      const schema = policy.properties[key];
      if (!schema) return [`the policy has no ${key}`];
      return told(ajv.compile({ ...schema, $defs: policy.$defs }), part, key);
    });
  }
  if ("homekept" in value && "events" in value) return told(validators.export, value);
  if ("tableSource" in value || "notice" in value) return told(validators.policy, value);
  return [];
}

function told(validate, value, name = "") {
  if (validate(value)) return [];
  return validate.errors.map((error) => {
    const what = error.params.additionalProperty ?? "";
    return `${name}${error.instancePath} ${error.message} ${what}`.trim();
  });
}

/** A document of ours has no field that the schema does not know; a file of others may. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return schema.type === "object" && schema.properties ? { additionalProperties: false, ...copy } : copy;
}

/** `homekept.toml`: its keys are the flags of `homekept pack`. */
export function toml(text, packFlags) {
  try {
    return Object.keys(parseToml(text))
      .filter((key) => !packFlags.has(`--${key}`))
      .map((key) => `homekept pack has no flag ${key}`);
  } catch (error) {
    return [error.message];
  }
}

/** Every row has as many fields as the first. */
export function csv(text) {
  const rows = text.trim().split("\n").map(fields);
  return rows.flatMap((row, at) =>
    row === rows[0] ? [] : [`its line ${at + 1}: ${row} fields, and not ${rows[0]}`],
  );
}

function fields(row) {
  return row.replace(/"[^"]*"/g, "").split(",").length;
}

/** A header of the demo's: the very one that its server sends; others name directives that exist. */
export function headers(text) {
  const flat = text.replace(/\s*\n\s+/g, " ").trim();
  const value = /^Content-Security-Policy: (.+)$/m.exec(flat)?.[1];
  if (value === undefined) return ["it has no Content-Security-Policy"];
  const shop = readFileSync(join(ROOT, "crates/shop/src/headers.rs"), "utf8");
  const sent = /const POLICY: &str = "([^"]*)"/.exec(shop)[1].replace(/\\\n\s*/g, "");
  const wanted = new Set(sent.split("; "));
  const said = value.split("; ");
  // A vault's page says who may have it in a frame, and differs in that alone.
  const framing = said.find((part) => /^frame-ancestors https:\/\/\S+$/.test(part));
  if (framing && wanted.delete("frame-ancestors 'none'")) wanted.add(framing);
  if (said.includes("default-src 'none'")) {
    const differ = [...said.filter((part) => !wanted.has(part)), ...[...wanted].filter((part) => !said.includes(part))];
    return differ.map((part) => `the demo's header differs in ${part}`);
  }
  return said.map((part) => part.split(" ")[0]).filter((name) => !DIRECTIVES.has(name))
    .map((name) => `there is no directive ${name}`);
}

const DIRECTIVES = new Set(
  ("default-src script-src script-src-elem style-src img-src connect-src font-src worker-src object-src " +
    "frame-src base-uri frame-ancestors form-action require-trusted-types-for trusted-types").split(" "),
);

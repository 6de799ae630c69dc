// Checks that the commands in a block exist, with their flags.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./blocks.mjs";

/** The help of the packer that was built, by subcommand. */
const packer = new Map();

/** The flags that a subcommand of `homekept` has; nothing where there is none of the name. */
export function packerFlags(subcommand) {
  if (!packer.has(subcommand)) packer.set(subcommand, askPacker(subcommand));
  return packer.get(subcommand);
}

function askPacker(subcommand) {
  const program = process.env.HOMEKEPT_PACKER;
  if (!program) throw new Error("HOMEKEPT_PACKER names the built packer: `cargo xtask test --only docs` does");
  try {
    const help = execFileSync(program, [subcommand, "--help"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return flagsIn(help);
  } catch {
    return undefined;
  }
}

/** The problems of a block of commands. */
export function check(text) {
  const problems = [];
  for (const command of commandsOf(text)) {
    const problem = checkOne(command);
    if (problem) problems.push(`${problem}: ${command.join(" ")}`);
  }
  return problems;
}

/** With `console` only the lines behind a prompt are commands; the rest is what they print. */
export function checkConsole(text) {
  const lines = text.split("\n").filter((line) => line.startsWith("$ "));
  return lines.length ? check(lines.map((line) => line.slice(2)).join("\n")) : ["no line begins with `$ `"];
}

/** The words of each command; comments, what is piped where, and joined lines are taken apart. */
function commandsOf(text) {
  return text
    .replace(/\\\n\s*/g, " ")
    .split("\n")
    .map((line) => line.replace(/^\$ /, "").replace(/(^|\s)#.*$/, ""))
    .flatMap((line) => line.split(/\s(?:&&|\|\||\||;)\s/))
    .map((line) => line.trim().match(/"[^"]*"|'[^']*'|[^\s]+/g) ?? [])
    .filter((words) => words.length > 0);
}

function checkOne(words) {
  // What stands before the program is its environment.
  const [program, ...given] = words.slice(words.findIndex((word) => !/^[A-Z_]+=/.test(word)));
  if (program === "homekept") return checkPacker(given);
  if (program === "cargo") return checkCargo(given);
  if (program === "npm") return checkNpm(given);
  if (program === "homekept-collector") return checkCollector(given);
  if (program === "npx") return given[0] === "homekept" ? checkPacker(given.slice(1)) : undefined;
  return KNOWN.has(program) ? undefined : `nobody knows the command ${program}`;
}

function checkPacker([subcommand, ...words]) {
  const flags = packerFlags(subcommand);
  if (!flags) return `homekept has no command ${subcommand}`;
  const unknown = longFlags(words).find((flag) => !flags.has(flag));
  return unknown && `homekept ${subcommand} has no flag ${unknown}`;
}

/** What `homekept-collector --help` prints. */
function checkCollector(words) {
  const help = helpIn("crates/collector/src/flags.rs");
  const unknown = longFlags(words).find((flag) => !flagsIn(help).has(flag));
  if (unknown) return `homekept-collector has no flag ${unknown}`;
  const [command, verb] = words;
  const known = command?.startsWith("--") || help.includes(`homekept-collector ${command} ${verb} `);
  return known ? undefined : `homekept-collector has no command ${command} ${verb}`;
}

function checkCargo(words) {
  if (words[0] === "xtask") return checkXtask(words.slice(1));
  const behind = words.indexOf("--");
  const packages = words.flatMap((word, at) => (["-p", "--package"].includes(word) ? [words[at + 1]] : []));
  const missing = packages.find((name) => !cargoPackages().includes(name));
  if (missing) return `the workspace has no package ${missing}`;
  if (words[0] === "run" && packages[0] === "homekept-packer") return checkPacker(words.slice(behind + 1));
  return ["run", "test", "build", "doc", "install"].includes(words[0]) ? undefined : `cargo ${words[0]} is not known here`;
}

/** What `cargo xtask help` prints: each command with what stands below it. */
function checkXtask([name, ...words]) {
  const help = helpIn("xtask/src/main.rs");
  const sections = help.split(/\n(?= {2}[a-z])/).map((section) => section.trim());
  const own = sections.filter((section) => section.split(/\s/)[0] === name);
  if (own.length === 0) return `cargo xtask has no command ${name}`;
  const flags = new Set(own.flatMap((section) => [...flagsIn(section)]));
  const unknown = longFlags(words).find((flag) => !flags.has(flag));
  if (unknown) return `cargo xtask ${name} has no flag ${unknown}`;
  const parts = words.flatMap((word, at) => (word === "--only" ? [words[at + 1]] : []));
  const part = parts.find((part) => !own.join(" ").match(/\w+/g).includes(part));
  return part && `cargo xtask ${name} has no part ${part}`;
}

function helpIn(file) {
  return /const HELP: &str = "\\\n([^"]*)"/.exec(readFileSync(join(ROOT, file), "utf8"))[1];
}

function checkNpm([verb, script]) {
  if (verb === "run") {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "www/package.json"), "utf8"));
    // What `npm create vite` makes has these.
    return script in scripts || ["dev", "build", "preview"].includes(script) ? undefined : `there is no script ${script}`;
  }
  return ["i", "install", "ci", "create", "init", "test"].includes(verb) ? undefined : `npm ${verb} is not known here`;
}

function cargoPackages() {
  const crates = readdirSync(join(ROOT, "crates")).map((name) => `crates/${name}`);
  return ["", ...crates, "tests/e2e", "xtask"]
    .map((folder) => join(ROOT, folder, "Cargo.toml"))
    .filter((file) => existsSync(file))
    .map((file) => /^name = "(.+)"$/m.exec(readFileSync(file, "utf8"))[1]);
}

function flagsIn(text) {
  return new Set(text.match(/(?<![\w-])--[a-z][a-z-]*/g) ?? []);
}

function longFlags(words) {
  const end = words.indexOf("--");
  return (end < 0 ? words : words.slice(0, end)).filter((word) => word.startsWith("--")).map((word) => word.split("=")[0]);
}

/** Programs that every system has, or that the text around names. */
const KNOWN = new Set(["cd", "cp", "mkdir", "openssl", "base64", "curl", "unzip", "tar", "python3"]);

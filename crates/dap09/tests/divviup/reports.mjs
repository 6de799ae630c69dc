// Reports of one task by two clients: the module as it is shipped, and Divvi Up's. Reads from its input
//
//   { "module": folder, "task": {...}, "chunk": number | null, "leader": hex, "helper": hex,
//     "answers": [bucket, ...], "minute": number }
//
// and writes { "ours": [hex, ...], "theirs": [hex, ...] }, a report of each on every answer.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Task } from "@divviup/dap";

const { module, task, chunk, leader, helper, answers, minute } = JSON.parse(readFileSync(0, "utf8"));

const { initSync, report } = await import(pathToFileURL(`${module}/dap09.js`).href);
initSync({ module: readFileSync(`${module}/dap09_bg.wasm`) });
const lists = [leader, helper].map((digits) => Buffer.from(digits, "hex"));
const ours = answers.map((bucket) => report(JSON.stringify(task), ...lists, bucket, minute));

const client = new Task({
  ...(chunk === null ? { type: "count" } : { type: "histogram", length: task.length, chunkLength: chunk }),
  id: task.id,
  leader: task.leader.url,
  helper: task.helper.url,
  timePrecisionSeconds: task.time_precision,
});
// What the aggregators would answer; everything after that is the client's own.
client.fetch = async (address) => {
  const list = address.startsWith(task.leader.url) ? lists[0] : lists[1];
  return new Response(list, { headers: { "content-type": "application/dap-hpke-config-list" } });
};
const timestamp = new Date(minute * 60_000);
const theirs = [];
for (const bucket of answers) {
  const made = await client.generateReport(chunk === null ? bucket === 1 : bucket, { timestamp });
  theirs.push(made.encode());
}

const hex = (reports) => reports.map((bytes) => Buffer.from(bytes).toString("hex"));
process.stdout.write(JSON.stringify({ ours: hex(ours), theirs: hex(theirs) }));

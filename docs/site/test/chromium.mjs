// A Chromium without a window, led by its own protocol over a pipe.
import { spawn } from "node:child_process";

/** Opens a page; `ask` gives what an expression comes to there, also one that has to be waited for. */
export async function openPage(program, profile, url) {
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"];
  const browser = spawn(program, [...flags, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const [, , , to, from] = browser.stdio;
  const waiting = new Map();
  let begun = "";
  from.on("data", (part) => {
    // Each message ends with a zero byte.
    const messages = (begun + part).split("\0");
    begun = messages.pop();
    for (const { id, result, error } of messages.map((message) => JSON.parse(message))) {
      const { resolve, reject } = waiting.get(id) ?? {};
      waiting.delete(id);
      if (error) reject?.(new Error(error.message));
      else resolve?.(result);
    }
  });
  let calls = 0;
  const call = (method, params, sessionId) =>
    new Promise((resolve, reject) => {
      waiting.set(++calls, { resolve, reject });
      to.write(`${JSON.stringify({ id: calls, method, params, sessionId })}\0`);
      // A page that is being left may never answer.
      setTimeout(reject, 5_000, new Error(`no answer to ${method}`)).unref();
    });
  const { targetId } = await call("Target.createTarget", { url });
  const { sessionId } = await call("Target.attachToTarget", { targetId, flatten: true });
  const ask = async (expression) => {
    const { result, exceptionDetails } = await call(
      "Runtime.evaluate",
      { expression, awaitPromise: true, returnByValue: true },
      sessionId,
    );
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  const close = async () => {
    const ended = new Promise((resolve) => browser.on("close", resolve));
    browser.kill();
    await ended;
  };
  return { ask, close };
}

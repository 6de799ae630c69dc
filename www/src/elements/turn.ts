/**
 * Keeps what the elements do to a page in small tasks: each piece waits for a turn of its own, and
 * between two of them the browser can paint, or answer a press.
 */

/**
 * Resolves when it is the caller's turn: in the order in which they asked, one a task. What follows
 * without waiting again is the turn.
 */
export function turn(): Promise<void> {
  last = last.then(nextTask);
  return last;
}

let last = Promise.resolve();

/** A timer would be slow in a tab that nobody looks at, and slower each time. */
function nextTask(): Promise<void> {
  return (
    (globalThis as { scheduler?: Partial<Scheduler> }).scheduler?.yield?.() ??
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    })
  );
}

// The line to the kernel: questions with their answers, edits that wait for one another, and what happens by itself.

import { queue } from "./values.js";

const PAUSE = 140;
const SLOW = 700;

/** Return the line.
 *
 * Edits go in one message at a time: while its answer is due, further ones wait and are joined. So a busy kernel
 * gets one message, however much is typed meanwhile.
 *
 * @param model anywidget's model
 * @param {{slow: (is: boolean) => void, answered: (answer: object) => void, heard: (event: object) => void, gone: () => void}} told
 */
export function link(model, told) {
  const view = Math.random().toString(36).slice(2);
  const waiting = new Map();
  let count = 0;
  let edits = [];
  let flight = null;
  let pause = 0;
  let patience = 0;
  let gone = false;

  function hear(message) {
    if (message.event) told.heard(message);
    else if (message.edits && message.by !== view) told.heard({ event: "edited", ...message });
    const resolve = waiting.get(message.reply);
    if (!resolve) return;
    waiting.delete(message.reply);
    watch();
    resolve(message);
  }

  function watch() {
    clearTimeout(patience);
    told.slow(false);
    if (waiting.size) patience = setTimeout(() => told.slow(true), SLOW);
  }

  /** The kernel has been restarted: it knows nothing of this form, and will not answer. */
  function cut() {
    if (gone) return;
    gone = true;
    clearTimeout(pause);
    clearTimeout(patience);
    told.slow(false);
    told.gone();
  }

  function ask(message) {
    return new Promise(resolve => {
      if (gone) return;
      const id = `${view}.${++count}`;
      waiting.set(id, resolve);
      if (waiting.size === 1) watch();
      model.send({ ...message, id, by: view });
    });
  }

  async function send() {
    const now = edits;
    edits = [];
    const answer = await ask({ ask: "edit", edits: now });
    flight = null;
    told.answered({ ...answer, stale: edits.length > 0 });
  }

  /** Send what waits, unless something is on its way; then it goes as soon as that has arrived. */
  function flush() {
    clearTimeout(pause);
    if (!flight && edits.length) flight = send().then(flush);
    return flight;
  }

  async function settled() {
    while (flight || edits.length) await flush();
  }

  model.on("msg:custom", hear);
  // The front end tells of a comm when it is made, which was before, and when the kernel that has it is no more.
  model.on("comm_live_update", cut);
  return {
    /** Send what waits, then ask. */
    ask: async message => {
      await settled();
      return ask(message);
    },
    edit: (edit, soon = false) => {
      edits = queue(edits, edit);
      clearTimeout(pause);
      pause = setTimeout(flush, soon ? 0 : PAUSE);
    },
    settled,
    end: () => { clearTimeout(pause); clearTimeout(patience); flush(); model.off("msg:custom", hear); model.off("comm_live_update", cut); },
  };
}

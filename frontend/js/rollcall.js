// Roll calls on a bad connection: marks wait in this phone as session, seat, mark and key (no names), are sent when
// there is a network again, and are deleted once the server has answered that they stand in the book.
(() => {
  "use strict";

  const NAME = "jinguo-rollcall";
  const AGAIN = 20_000;
  const BOOK = /^\/training\/classes\/[0-9a-f]{32}\/attendance$/;
  const form = document.querySelector("form[data-rollcall]");
  const said = document.querySelector("[data-rollcall-state]");
  if (!said) return;

  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("marks", { keyPath: ["session", "seat"] });
      asked.result.createObjectStore("sheets", { keyPath: "session" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

  // One transaction: resolves when it is on the disk, with what `work` returned.
  const stored = async (mode, work) => {
    const transaction = (await opened).transaction(["marks", "sheets"], mode);
    const asked = work(transaction.objectStore("marks"), transaction.objectStore("sheets"));
    return new Promise((done, failed) => {
      transaction.oncomplete = () => done(asked && asked.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  };
  const of = (session) => IDBKeyRange.bound([session], [session, "\uffff"]);
  const marksOf = (session) => stored("readonly", (marks) => marks.getAll(of(session)));
  const forget = (session) =>
    stored("readwrite", (marks, sheets) => {
      marks.delete(of(session));
      sheets.delete(session);
    });
  const say = (word, tone) => {
    said.textContent = word ? said.dataset[word] : "";
    said.className = word ? `notice notice-${tone}` : "";
    said.hidden = !word;
  };

  const typed = () =>
    [...form.querySelectorAll("select[name^='mark_']")].map((select) => {
      const seat = select.name.slice("mark_".length);
      return { session: form.dataset.rollcall, seat, mark: select.value, missed: form.elements[`missed_${seat}`].value };
    });
  const shown = (mark) => {
    const select = form.elements[`mark_${mark.seat}`];
    if (!select) return;
    select.value = mark.mark;
    form.elements[`missed_${mark.seat}`].value = mark.missed;
  };

  // Returns "sent", "waits" (no network, signed out, server down) or "refused" (somebody must look at it).
  const send = async (sheet) => {
    const body = new URLSearchParams({ _once: sheet.key });
    for (const mark of await marksOf(sheet.session)) {
      body.append(`mark_${mark.seat}`, mark.mark);
      if (mark.missed) body.append(`missed_${mark.seat}`, mark.missed);
    }
    let answer;
    try {
      answer = await fetch(`/training/sessions/${sheet.session}/attendance`, { method: "POST", body });
    } catch {
      return "waits";
    }
    if (answer.ok && BOOK.test(new URL(answer.url).pathname)) {
      await forget(sheet.session);
      return "sent";
    }
    return [404, 409, 422].includes(answer.status) ? "refused" : "waits";
  };

  // What the server refused is not sent again by itself: somebody looks at it on the page of that session.
  let busy = false;
  const flush = async () => {
    if (busy) return;
    busy = true;
    try {
      const ends = new Map();
      for (const sheet of await stored("readonly", (_marks, all) => all.getAll())) {
        const end = sheet.refused ? "refused" : await send(sheet);
        ends.set(sheet.session, end);
        if (end === "refused" && !sheet.refused) await stored("readwrite", (_marks, all) => all.put({ ...sheet, refused: true }));
      }
      const worst = ["refused", "waits", "sent"].find((end) => [...ends.values()].includes(end));
      say(worst, worst === "sent" ? "ok" : "warn");
      if (!form || !ends.has(form.dataset.rollcall)) return;
      if (ends.get(form.dataset.rollcall) === "sent") location.assign(form.dataset.after);
    } finally {
      busy = false;
    }
  };
  const refused = async (session) => (await stored("readonly", (_marks, all) => all.get(session)))?.refused;

  const restore = async () => {
    const marks = await marksOf(form.dataset.rollcall);
    const differs = marks.some((mark) => form.elements[`mark_${mark.seat}`]?.value !== mark.mark);
    if (form.dataset.first === undefined && !differs) return forget(form.dataset.rollcall);
    marks.forEach(shown);
    return undefined;
  };

  // A key names one content: marks that were changed after a try to send them get a new one.
  const keep = async (sending) => {
    const session = form.dataset.rollcall;
    const [before, now] = [await marksOf(session), typed()];
    const same = now.every((mark) => before.some((one) => one.seat === mark.seat && one.mark === mark.mark && one.missed === mark.missed));
    const tried = await stored("readonly", (_marks, all) => all.get(session));
    const key = tried && !same ? crypto.randomUUID().replaceAll("-", "") : tried?.key || form.elements._once.value;
    form.elements._once.value = key;
    await stored("readwrite", (marks, sheets) => {
      now.forEach((mark) => marks.put({ ...mark, key }));
      if (sending) sheets.put({ session, key, refused: false });
    });
  };

  if (form) {
    form.addEventListener("change", () => form.dataset.first === undefined || keep(false));
    form.addEventListener("submit", (event) => {
      if (form.dataset.first === undefined) {
        forget(form.dataset.rollcall); // a correction has a reason in words, which is not kept in a phone
        return;
      }
      event.preventDefault();
      keep(true)
        .then(flush)
        .then(async () => (await refused(form.dataset.rollcall)) && form.submit()) // the server says what is wrong
        .catch(() => form.submit());
    });
  }
  (form ? restore() : Promise.resolve()).then(() => form || flush());
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  setInterval(flush, AGAIN);
})();

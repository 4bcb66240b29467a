// What script adds to pages that work without it: partial updates, a pause while nobody looks, keys, the money echo.
(() => {
  "use strict";

  const config = {
    allowEval: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    // A refused form (422) and a lost claim (409, 412) come back as a page to show; other errors leave the page as it is.
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "409|412|422", swap: true, error: false },
      { code: "[45]..", swap: false, error: true },
    ],
  };
  if (window.htmx) Object.assign(window.htmx.config, config);

  // Under the content policy a filter such as every 30s[...] is ignored and polls anyway, so polling is refused here instead.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && event.detail.requestConfig.verb === "get") event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !window.htmx) return;
    document.querySelectorAll("[data-poll]").forEach((element) => window.htmx.trigger(element, "seen"));
  });

  // A long menu shows the line of the page one is on.
  const here = document.querySelector(".rail [aria-current]");
  const menu = here && here.closest("nav");
  if (menu) menu.scrollTop = here.offsetTop - menu.offsetTop - menu.clientHeight / 2;

  // A whole page focuses its summary by autofocus; a part that was swapped in needs telling.
  document.addEventListener("htmx:afterSwap", () => {
    const summary = document.querySelector(".error-summary");
    if (summary) summary.focus();
  });

  // 1 2000 → 1 万 2 千元; the server says the same after a check, this only says it sooner.
  const digits = (text) => {
    const plain = text.normalize("NFKC").replace(/[\s元]/g, "");
    return /^(\d{1,3}(,\d{3})+|\d{1,4}(,\d{4})+)(?![\d,])/.test(plain) ? plain.replace(/,/g, "") : plain;
  };
  const yuan = (text) => {
    const plain = digits(text);
    const inTenThousands = /^(\d+(?:\.\d{1,4})?)万$/.exec(plain);
    if (inTenThousands) return Math.round(Number(inTenThousands[1]) * 10000);
    return /^\d{1,9}$/.test(plain) ? Number(plain) : null;
  };
  const said = (amount) => {
    if (amount < 10000) return `${amount} 元`;
    const [wan, rest] = [Math.floor(amount / 10000), amount % 10000];
    if (rest === 0) return `${wan} 万元`;
    return rest % 1000 === 0 ? `${wan} 万 ${rest / 1000} 千元` : `${wan} 万 ${rest} 元`;
  };
  document.addEventListener("input", (event) => {
    const field = event.target;
    const echo = field.matches("[data-money]") && document.getElementById(`${field.id}-echo`);
    if (!echo) return;
    const amount = yuan(field.value);
    echo.textContent = amount === null ? "" : `${echo.dataset.lead} ${said(amount)}`;
  });

  // N takes the next case on the queue page; Ctrl + Enter sends a decision. Both wait while Chinese is being composed.
  const typing = (target) => target.matches("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.repeat) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const send = document.querySelector("[data-key='ctrl-enter']");
      if (send) {
        event.preventDefault();
        send.click();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const keyed = document.querySelector(`[data-key='${CSS.escape(event.key.toLowerCase())}']`);
    if (keyed) keyed.click();
  });

  // A day that is none (30 February) would be sent as an empty answer and be lost: the browser says so at the field.
  document.addEventListener("submit", (event) => {
    const wrong = [...event.target.querySelectorAll("input[type=date]")].find((field) => field.validity.badInput);
    if (!wrong) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong.reportValidity();
  }, true);

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();

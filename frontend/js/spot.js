// Where a visit takes place, from the phone itself: one press fills the place, and the hour if it is still empty.
(() => {
  "use strict";

  const box = document.querySelector("[data-locate]");
  const field = document.getElementById("f-spot");
  if (!box || !field || !navigator.geolocation) return;
  const said = box.querySelector("[data-locate-state]");
  const say = (word) => {
    said.textContent = box.dataset[word];
  };
  const two = (number) => String(number).padStart(2, "0");

  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    say("seeking");
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => {
        const metres = Math.min(99999, Math.ceil(coords.accuracy));
        field.value = `${coords.latitude.toFixed(6)}, ${coords.longitude.toFixed(6)} (${metres} m)`;
        const hour = document.getElementById("f-arrived");
        const at = new Date(timestamp);
        if (hour && !hour.value) hour.value = `${two(at.getHours())}:${two(at.getMinutes())}`;
        say("found");
      },
      () => say("lost"),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  });
})();

"use strict";

// Every second until zero; the pages work without it.
function everySecond(from, show, end) {
  let left = from;
  show(left);
  const timer = setInterval(() => {
    left -= 1;
    show(Math.max(left, 0));
    if (left <= 0) {
      clearInterval(timer);
      end();
    }
  }, 1000);
}

for (const element of document.querySelectorAll("[data-countdown]")) {
  const url = element.dataset.url;
  everySecond(
    Number(element.dataset.countdown),
    (left) => { element.textContent = String(left); },
    () => { window.location.replace(url); },
  );
}

for (const element of document.querySelectorAll("[data-timer]")) {
  const clock = (left) => `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  everySecond(
    Number(element.dataset.timer),
    (left) => { element.textContent = clock(left); },
    () => { element.textContent = "0:00"; },
  );
}

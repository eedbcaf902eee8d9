// Updates the results of a search form while a member types. Without this script, the form's button does it.
"use strict";
for (const form of document.querySelectorAll("form[data-live]")) {
  const results = document.querySelector(form.dataset.live);
  const said = document.querySelector(form.dataset.said);
  let timer = 0;
  let running = null;
  const renew = async () => {
    const query = new URLSearchParams(new FormData(form));
    const address = form.action.split("?")[0] + "?" + query;
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(address + "&part=results", { signal: running.signal });
      if (!answer.ok || answer.redirected) {
        form.submit();
        return;
      }
      results.innerHTML = await answer.text();
      said.textContent = results.querySelector("[data-summary]")?.textContent ?? "";
      history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") form.submit();
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(renew, 150);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    running?.abort();
  });
}

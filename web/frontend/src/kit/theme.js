/** Light or dark: the user's own choice (a cookie the server reads too) or the system's. */

/** @returns {"light" | "dark"} */
export function theme() {
  const own = document.documentElement.dataset.theme;
  if (own === "light" || own === "dark") return own;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** @param {"light" | "dark"} value */
function choose(value) {
  document.documentElement.dataset.theme = value;
  document.cookie = `metka_theme=${value}; path=/; max-age=31536000; samesite=lax`;
  document.dispatchEvent(new CustomEvent("metka:theme", { detail: value }));
}

/** The form of the switch works without scripts; with them nothing reloads. */
export function themeSwitch() {
  for (const form of document.querySelectorAll("form[data-theme-switch]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      choose(theme() === "dark" ? "light" : "dark");
    });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (!document.documentElement.dataset.theme) {
      document.dispatchEvent(new CustomEvent("metka:theme", { detail: theme() }));
    }
  });
}

/** A token's colour as the map needs it: "rgb(…)". @param {string} name */
export function token(name) {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** What every page does: theme switch, menus, dialogs, copy and share buttons, language by form; nothing about maps. */
import { dialogs, menus } from "../kit/dialog.js";
import { fileFields } from "../kit/files.js";
import { gettext } from "../kit/i18n.js";
import { themeSwitch } from "../kit/theme.js";
import { toast } from "../kit/toast.js";

/** Buttons with data-copy="text" copy it; with data-share="url" they open the phone's sharing, else copy the link. */
function copies() {
  document.addEventListener("click", async (event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-copy], [data-share]") : null;
    if (!(target instanceof HTMLElement)) return;
    const url = target.dataset.share;
    if (url && navigator.share) {
      await navigator.share({ url, title: document.title }).catch(() => undefined);
      return;
    }
    try {
      await navigator.clipboard.writeText(target.dataset.copy ?? url ?? "");
      toast(gettext("Copied"));
    } catch {
      toast(gettext("Could not copy. Select the text and copy it by hand."));
    }
  });
}

/** On a phone the menu of the administration is a row to swipe: the page one is on stands in sight. */
function currentInSight() {
  const entry = document.querySelector(".desk-menu__item[aria-current]");
  const row = entry?.parentElement;
  if (!(entry instanceof HTMLElement) || !row) return;
  row.scrollLeft = entry.offsetLeft - row.offsetLeft - (row.clientWidth - entry.offsetWidth) / 2;
}

themeSwitch();
menus();
dialogs();
copies();
currentInSight();
fileFields();
document.documentElement.dataset.scripts = "on";

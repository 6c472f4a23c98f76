/** Asks for the classes of the whole selection, never of what is in view: panning changes nothing. */
import { getJson } from "../kit/api.js";
import { resolutionFor } from "./classes.js";
import { methodOf, ownBounds, tilesQuery } from "./view.js";

/**
 * @param {import("./view.js").View} view
 * @param {{ settled: () => void, failed: (error: unknown) => void }} page
 */
export function classing(view, { settled, failed }) {
  let asked = "";
  /** Answers by question: the same classes wherever one comes back to. @type {Map<string, Promise<any>>} */
  const answers = new Map();

  function question() {
    const { data, resolution } = view;
    return `${data.query}|${resolution}|${data.method}|${data.bounds}`;
  }

  /** @returns {Promise<{ bounds: number[], sampled: boolean }>} */
  function ask() {
    const own = ownBounds(view);
    if (own) return Promise.resolve({ bounds: own, sampled: false });
    const key = question();
    const answer =
      answers.get(key) ??
      getJson(`${view.data.urls.classes}?${tilesQuery(view)}`, { method: methodOf(view) });
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    return answer;
  }

  return {
    ask,
    /** @param {number} zoom */
    async settle(zoom) {
      view.resolution = resolutionFor(zoom, view.data.resolution, view.data.measure);
      const own = question();
      if (own === asked) return;
      asked = own;
      try {
        const { bounds, sampled } = await ask();
        if (own !== asked) return;
        Object.assign(view, { bounds, sampled });
        settled();
      } catch (error) {
        if (own === asked) asked = "";
        failed(error);
      }
    },
  };
}

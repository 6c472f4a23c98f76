/**
 * Types of the report form; no code.
 * @typedef {{
 *   code: string, name: string, keywords: string, category: string, icon: string, kinds: string[],
 *   common: boolean, emergency: boolean, private: boolean, radius_m: number,
 * }} Topic
 * @typedef {{
 *   map: import("../map/create.js").MapConfig,
 *   words: any,
 *   urls: Record<string, string>,
 *   photos_max: number,
 *   text_max: number,
 *   topics: Topic[],
 * }} ReportData
 */
export {};

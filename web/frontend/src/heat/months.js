/** Months of the heat map: their names, the step to the next, since when where nobody says; pure. */

/** Months that are played where the filter names no first day. */
const ORDINARY = 12;

/** «март 2026». @param {string} month "2026-03-01" @param {string} language */
export function monthName(month, language) {
  const [year, number] = month.split("-").map(Number);
  const told = new Intl.DateTimeFormat(language, { month: "long", year: "numeric" }).format(
    new Date(year, number - 1, 1),
  );
  return told.replace(/ г\.$/, "");
}

/** «мар 25», for the ends of an axis. @param {string} month @param {string} language */
export function shortMonth(month, language) {
  const [year, number] = month.split("-").map(Number);
  const told = new Intl.DateTimeFormat(language, { month: "short" }).format(new Date(year, number - 1, 1));
  return `${told.replace(".", "")} ${year}`;
}

/** The frame after one; from the last to the first. @param {number} index @param {number} count */
export function following(index, count) {
  return count ? (index + 1) % count : 0;
}

/** The frame of a month, the last where it is none of them. @param {{ month: string }[]} months @param {string} month "2026-03" */
export function frameOf(months, month) {
  const found = months.findIndex((one) => one.month.startsWith(month));
  return month && found >= 0 ? found : months.length - 1;
}

/** First day of the month eleven months ago: with this one they are twelve. @param {Date} today */
export function ordinarySince(today) {
  const first = new Date(today.getFullYear(), today.getMonth() - ORDINARY + 1, 1);
  return `${first.getFullYear()}-${String(first.getMonth() + 1).padStart(2, "0")}-01`;
}

/**
 * First and last day of a month, as a filter names them.
 * @param {string} month its first day that is shown @param {string} until the filter's own last day; "" without one
 */
export function daysOf(month, until) {
  const [year, number] = month.split("-").map(Number);
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  return { since: month, until: until && until < last ? until : last };
}

/**
 * All months between the first and the last that are told, those without appeals too: a line without them would lie.
 * @param {{ month: string, appeals: number }[]} told ascending @param {number} most the latest ones
 */
export function series(told, most) {
  if (!told.length) return [];
  const counts = new Map(told.map((one) => [one.month.slice(0, 7), one.appeals]));
  const [year, month] = told[told.length - 1].month.split("-").map(Number);
  const [firstYear, firstMonth] = told[0].month.split("-").map(Number);
  const length = Math.min(most, (year - firstYear) * 12 + month - firstMonth + 1);
  return Array.from({ length }, (_, index) => {
    const at = new Date(year, month - length + index, 1);
    const name = `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}`;
    return { month: `${name}-01`, appeals: counts.get(name) ?? 0 };
  });
}

/** Numbers, dates and distances as people read them; pure but for the page's language. */
import { fill, gettext, language } from "./i18n.js";

const NBSP = "\u00a0";

/** 12480 → «12 480». @param {number} value */
export function number(value) {
  return new Intl.NumberFormat(language()).format(value);
}

/** What a binary fraction says surely, and how many digits tell a value: as analytics/numbers.py has them. */
const SURE_DIGITS = 10;
const TELLING_DIGITS = 3;

/**
 * With fewer decimals the larger it is: «497», «49,7» and «4,971» of up to three; the twin of `telling` of
 * analytics/numbers.py, with none for a whole number.
 * @param {number} value @param {number} decimals
 */
export function telling(value, decimals) {
  const whole = Math.abs(value) >= 1 ? String(Math.trunc(Math.abs(value))).length : 0;
  const digits = Number.isInteger(value) ? 0 : Math.min(decimals, Math.max(TELLING_DIGITS - whole, 0));
  const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  // As a text the decimals are rounded that are read, not those that a binary fraction has.
  const exact = /** @type {any} */ (value.toFixed(SURE_DIGITS));
  return new Intl.NumberFormat(language(), shape).format(exact);
}

/** For cluster discs: 940, 1.2k, 12k. @param {number} value */
export function shortNumber(value) {
  if (value < 1000) return String(value);
  const thousands = value / 1000;
  const text = thousands < 10 ? String(Math.floor(thousands * 10) / 10) : String(Math.floor(thousands));
  return `${language() === "ru" ? text.replace(".", ",") : text}${gettext("k")}`;
}

/** 120 → «120 м», 1420 → «1,4 км». @param {number} metres */
export function distance(metres) {
  if (metres < 995)
    return `${Math.max(Math.round(metres / (metres < 100 ? 1 : 10)) * (metres < 100 ? 1 : 10), 0)}${NBSP}${gettext("m")}`;
  const km = metres / 1000;
  const text = new Intl.NumberFormat(language(), { maximumFractionDigits: km < 10 ? 1 : 0 }).format(km);
  return `${text}${NBSP}${gettext("km")}`;
}

/**
 * How far an appeal is; two of one house, or two homes told by the same cell, stand at the same place.
 * @param {number} metres
 */
export function away(metres) {
  return metres < 1 ? gettext("same place") : distance(metres);
}

/** @param {Date} at */
function midnight(at) {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

/** Whole local days from `now` to `then`; negative in the past. @param {Date} then @param {Date} now */
export function daysBetween(then, now) {
  return Math.round((midnight(then) - midnight(now)) / 86_400_000);
}

/** «22 декабря», with the year when it is not this one. @param {Date | string} value @param {Date} [now] */
export function day(value, now = new Date()) {
  const then = asDate(value);
  const year = then.getFullYear() === now.getFullYear() ? undefined : /** @type {const} */ ("numeric");
  const text = new Intl.DateTimeFormat(language(), { day: "numeric", month: "long", year }).format(then);
  return text.replace(/ г\.$/, "").replace(/ /g, NBSP);
}

/** «сегодня, 14:20», «вчера, 09:05», «22 декабря». @param {Date | string} value @param {Date} [now] */
export function moment(value, now = new Date()) {
  const then = asDate(value);
  const time = clock(then);
  const days = daysBetween(then, now);
  if (days === 0) return fill(gettext("today, %(time)s"), { time });
  if (days === -1) return fill(gettext("yesterday, %(time)s"), { time });
  return day(then, now);
}

/** «22 декабря, 14:20»: a moment whose time matters on any day, such as a step of a history. @param {Date | string} value @param {Date} [now] */
export function minute(value, now = new Date()) {
  const told = moment(value, now);
  return told.includes(":") ? told : `${told}, ${clock(asDate(value))}`;
}

/** @param {Date} then */
function clock(then) {
  return new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit", hour12: false }).format(
    then,
  );
}

/** A date without a time is a local day, not midnight in Greenwich. @param {Date | string} value */
export function asDate(value) {
  if (value instanceof Date) return value;
  const plain = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return plain ? new Date(Number(plain[1]), Number(plain[2]) - 1, Number(plain[3])) : new Date(value);
}

/** Requests to Metka's own API; one error type that says what to do. Not what the answers are used for. */
import { gettext } from "./i18n.js";

/** What went wrong, in words a person can act on. `kind` says which state to show. */
export class ApiError extends Error {
  /** @param {"offline" | "refused" | "failed"} kind @param {string} message @param {any} [problem] @param {string} [body] */
  constructor(kind, message, problem = null, body = "") {
    super(message);
    this.kind = kind;
    /** problem+json of the server, when there is one. */
    this.problem = problem;
    /** What the server answered, as it stands: a page, where one was asked for. */
    this.body = body;
  }
}

/** JSON, null for what is none. @param {string} body @returns {any} */
function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** @param {Response} response @returns {Promise<ApiError>} */
async function errorOf(response) {
  const body = await response.text().catch(() => "");
  const problem = parsed(body);
  if (response.status < 500) {
    const detail = problem?.detail ?? problem?.title ?? gettext("The request was not understood.");
    return new ApiError("refused", detail, problem, body);
  }
  return new ApiError("failed", gettext("The server did not manage this. Try again in a minute."), problem);
}

/** @param {string} path @param {RequestInit} [options] @returns {Promise<Response>} */
export async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, {
      ...options,
      headers: {
        Accept: "application/json",
        "Accept-Language": document.documentElement.lang,
        ...options.headers,
      },
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("offline", gettext("No connection. Check the network and try again."));
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

/**
 * JSON of a GET. Empty parameters are left out; arrays are joined by commas.
 * @param {string} path
 * @param {Record<string, unknown>} [params]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function getJson(path, params = {}, signal) {
  const response = await request(withParams(path, params), { signal });
  return response.status === 204 ? null : response.json();
}

/** @param {string} path @param {Record<string, unknown>} params */
export function withParams(path, params) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    const text = Array.isArray(value) ? value.join(",") : value;
    if (text !== undefined && text !== null && text !== "") query.set(name, String(text));
  }
  const tail = query.toString();
  return tail ? `${path}${path.includes("?") ? "&" : "?"}${tail}` : path;
}

/** A request that a newer one of the same kind cancels. */
export function latest() {
  let controller = new AbortController();
  return () => {
    controller.abort();
    controller = new AbortController();
    return controller.signal;
  };
}

/** Whether an error only says that a newer request took over. @param {unknown} error */
export function isAbort(error) {
  return error instanceof DOMException && error.name === "AbortError";
}

/** Value of a cookie, for the CSRF token. @param {string} name */
export function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

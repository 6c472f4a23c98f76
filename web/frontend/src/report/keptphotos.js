/** Photos of a form on its way: should the server show the form again, the browser has emptied its field of files. A
 * browser without storage keeps none: the form says then that they must be chosen again. */
import { openDB } from "idb";

const STORE = "photos";

/** @template T @param {(store: import("idb").IDBPObjectStore<any, any, any, "readwrite">) => Promise<T>} work */
async function within(work) {
  try {
    const base = await openDB("metka-report", 1, { upgrade: (made) => void made.createObjectStore(STORE) });
    return await work(base.transaction(STORE, "readwrite").store);
  } catch {
    return undefined;
  }
}

/** @param {string} form key of the form @param {Iterable<File>} files */
export const keepPhotos = (form, files) => within((store) => store.put([...files], form));

/** None where the form was not sent from here; nothing is kept after it. @param {string} form key of the form @returns {Promise<File[]>} */
export async function takePhotos(form) {
  const files = await within((store) => store.get(form));
  await forgetPhotos();
  return files ?? [];
}

export const forgetPhotos = () => within((store) => store.clear());

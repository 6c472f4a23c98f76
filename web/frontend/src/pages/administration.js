/** Pages of the administrator's desk that scripts help; all of them work without. */
import { houseAddress } from "../administration/house.js";

/** @type {HTMLFormElement | null} */
const form = document.querySelector("[data-house-form]");
if (form) houseAddress(form);

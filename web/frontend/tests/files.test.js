import { expect, test } from "vitest";
import { fileFields } from "../src/kit/files.js";

/** @param {string} html */
function field(html) {
  document.body.innerHTML = html;
  fileFields();
  return /** @type {HTMLInputElement} */ (document.querySelector("input"));
}

test("a button in the page's language stands beside the field and opens it", () => {
  field('<div class="field"><input class="input" type="file" id="photo" accept="image/*"></div>');
  const button = document.querySelector("label");
  expect(button?.htmlFor).toBe("photo");
  expect(button?.textContent).toBe("Choose a photo");
  expect(document.querySelector("[aria-live]")?.textContent).toBe("nothing chosen yet");
});

test("what is chosen is named", () => {
  const input = field('<input class="input" type="file" id="table" accept=".csv">');
  Object.defineProperty(input, "files", { value: [new File(["a"], "houses.csv")] });
  input.dispatchEvent(new Event("change"));
  expect(document.querySelector("label")?.textContent).toBe("Choose a file");
  expect(document.querySelector("[aria-live]")?.textContent).toBe("houses.csv");
});

test("the report's place to drop photos stays as it is", () => {
  field('<div data-drop><input class="input" type="file" id="photos" multiple accept="image/*"></div>');
  expect(document.querySelector("label")).toBeNull();
});

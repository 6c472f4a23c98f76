/** Unit tests of the front end's pure modules. */
import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["web/frontend/tests/**/*.test.js"], environment: "happy-dom" } });

// Starts Swagger UI on the page's own document. A file of its own: the content security policy allows no inline code.
"use strict";

const page = document.getElementById("docs");

const csrfToken = () => {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
};

window.SwaggerUIBundle({
  url: page.dataset.schema,
  domNode: page,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  // The validator badge would ask a foreign host.
  validatorUrl: null,
  onComplete: () => page.setAttribute("data-docs", "ready"),
  requestInterceptor: (request) => {
    if (request.method && request.method !== "GET") request.headers["X-CSRFToken"] = csrfToken();
    return request;
  },
});

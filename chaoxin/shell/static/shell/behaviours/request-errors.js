// Says in words when a request fails, so that nobody takes silence for success.
import { label } from "./labels.js";
import { toast } from "./toast.js";

document.addEventListener("htmx:response:error", (event) => {
  const { response, hx } = event.detail.ctx;
  if (response.status === 422 || hx?.trigger?.includes('"toast"')) return;
  if (response.status === 403) toast(label("not_allowed"), "danger");
  else if (response.status === 404) toast(label("not_found"), "danger");
  else if (response.status >= 500) toast(label("server"), "danger");
});

document.addEventListener("htmx:error", (event) => {
  const { ctx, error } = event.detail;
  if (!ctx || !ctx.request || ctx.response) return;
  if (error instanceof TypeError || ctx.request.signal?.reason === "timeout") toast(label("network"), "danger");
});

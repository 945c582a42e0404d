// A page that asks a module Worker.
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => { document.documentElement.dataset.answer = data; };
worker.onerror = ({ message }) => { document.documentElement.dataset.failure = message || "the worker failed"; };

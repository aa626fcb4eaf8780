import { steps } from "./steps.ts";
import { present } from "./check.ts";

/** The result of a step; `failure` is null if it passed. */
interface Result {
  readonly step: string;
  readonly failure: string | null;
}

const query = new URLSearchParams(location.search);
const parameter = (name: string) => present(query.get(name), name);
const setup = { endpoint: parameter("endpoint"), issuer: parameter("issuer"), user: parameter("user") };

const results: Result[] = [];
for (const [step, run] of Object.entries(steps)) {
  const failure = await run(setup).then(
    () => null,
    (why: unknown) => (why instanceof Error ? `${why.name}: ${why.message}\n${why.stack}` : String(why)),
  );
  results.push({ step, failure });
}
present(document.querySelector("#app"), "the element").textContent = JSON.stringify(results, null, 2);
await fetch("/results", { method: "POST", body: JSON.stringify(results) });

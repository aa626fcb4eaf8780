// Loads the examples, which Node.js 20 cannot do without a compiler.
import { readFileSync } from "node:fs";
import ts from "typescript";

/** Returns the module of an example, such as `join-page`. */
export async function load(name) {
  const source = readFileSync(new URL(`../examples/${name}.ts`, import.meta.url), "utf8");
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } });
  const code = outputText.replaceAll('"acs-token-client"', JSON.stringify(import.meta.resolve("acs-token-client")));
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

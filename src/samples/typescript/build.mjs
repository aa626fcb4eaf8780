// Compiles src as ES modules to dist/esm and as CommonJS modules to dist/cjs.
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");

rmSync(`${folder}dist`, { recursive: true, force: true });
for (const project of ["tsconfig.json", "tsconfig.cjs.json"]) {
  const { status } = spawnSync(process.execPath, [compiler, "-p", folder + project], { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
writeFileSync(`${folder}dist/cjs/package.json`, '{ "type": "commonjs" }\n');

// Bundles the page's script into the file that the argument names.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const [outfile] = process.argv.slice(2);

await build({
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  entryPoints: ["src/page.ts"],
  outfile,
  bundle: true,
  format: "esm",
  target: "es2022",
  // Its paths apply to the client package, too, which has a folder and perhaps no packages of its own.
  tsconfig: "tsconfig.json",
  legalComments: "inline",
}).catch(() => process.exit(1)); // esbuild has printed the errors.

"use strict";
// Reads queries from standard input, as a JSON object of texts by name, and binds each to the tables of tables.json.
// Prints a JSON object by name: "problems" is a list of texts, "columns" the names of the columns of the result.
const fs = require("fs");
require("@kusto/language-service-next/bridge.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.js");

const { GlobalState, KustoCode, Symbols } = globalThis.Kusto.Language;
const { tables } = JSON.parse(fs.readFileSync(`${__dirname}/tables.json`, "utf8"));

const named = (name) => (/^\w+$/.test(name) ? name : `['${name}']`);

function table(name, columns) {
  const schema = Object.entries(columns).map(([column, type]) => `${named(column)}: ${type}`);
  return Symbols.TableSymbol.From(`(${schema.join(", ")})`).WithName(name);
}

const workspace = new Symbols.DatabaseSymbol.ctor(
  "workspace",
  Object.entries(tables).map(([name, columns]) => table(name, columns)),
);
const globals = GlobalState.Default.WithDatabase(workspace);

function list(collection) {
  return Array.from({ length: collection.Count }, (_, i) => collection.getItem(i));
}

function problem(text, diagnostic) {
  const line = text.slice(0, diagnostic.Start).split("\n").length;
  const found = text.slice(diagnostic.Start, diagnostic.Start + diagnostic.Length);
  return `line ${line}, "${found}": ${diagnostic.Message}`;
}

function bind(text) {
  const code = KustoCode.ParseAndAnalyze(text, globals);
  const result = code.ResultType;
  return {
    problems: list(code.GetDiagnostics()).map((diagnostic) => problem(text, diagnostic)),
    columns: result && result.Columns ? list(result.Columns).map((column) => column.Name) : [],
  };
}

const queries = JSON.parse(fs.readFileSync(0, "utf8"));
const bound = Object.entries(queries).map(([name, text]) => [name, bind(text)]);
process.stdout.write(JSON.stringify(Object.fromEntries(bound)));

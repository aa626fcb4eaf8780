"use strict";
// Reads Bicep files and prints their declarations as JSON: an array with one object per file.
// Literals become JSON. Expressions become {"$expression": "their source"}.
const fs = require("fs");
const { Parser, Language } = require("web-tree-sitter");

const field = (node, type) => node.namedChildren.find((child) => child.type === type);

function plainText(string) {
  const source = string.text;
  if (source.startsWith("'''")) {
    return source.slice(3, -3).replace(/^\r?\n/, "");
  }
  return string.namedChildren.some((child) => child.type === "interpolation")
    ? undefined
    : source.slice(1, -1).replace(/\\(['\\$])/g, "$1").replace(/\\n/g, "\n");
}

function value(node) {
  switch (node.type) {
    case "string": {
      const text = plainText(node);
      return text === undefined ? { $expression: node.text } : text;
    }
    case "number":
      return Number(node.text);
    case "boolean":
      return node.text === "true";
    case "null":
      return null;
    case "object":
      return object(node);
    case "array":
      return node.namedChildren.filter((child) => !child.type.endsWith("comment")).map(value);
    default:
      return { $expression: node.text };
  }
}

function key(node) {
  return (node.type === "string" && plainText(node)) || node.text;
}

function object(node) {
  const properties = {};
  for (const property of node.namedChildren.filter((child) => child.type === "object_property")) {
    const parts = property.namedChildren.filter((child) => !child.type.endsWith("comment"));
    properties[key(parts[0])] = parts[1] ? value(parts[1]) : { $expression: property.text };
  }
  return properties;
}

function decorated(pending) {
  const decorators = {};
  for (const call of pending) {
    const name = call.childForFieldName("function").text;
    const argument = call.childForFieldName("arguments").namedChildren[0];
    decorators[name] = argument ? value(argument) : true;
  }
  return decorators;
}

// Returns a declaration's body, its condition, and whether it is a loop.
function body(node) {
  const conditional = field(node, "if_statement");
  const loop = field(node, "for_statement");
  const content = field(conditional || node, "object") || loop;
  return {
    condition: conditional ? field(conditional, "parenthesized_expression").text : null,
    loop: Boolean(loop),
    body: content.type === "object" ? object(content) : { $expression: content.text },
  };
}

// Returns the comment lines directly above a node.
function commentAbove(node) {
  const lines = [];
  let below = node;
  for (let above = node.previousNamedSibling; above; above = above.previousNamedSibling) {
    const isAdjacent = above.startPosition.row === below.startPosition.row - 1;
    if (!above.type.endsWith("comment") || !isAdjacent) {
      break;
    }
    lines.unshift(above.text.replace(/^\/\/ ?/, ""));
    below = above;
  }
  return lines.join("\n");
}

function declaration(file, node, decorators) {
  const name = field(node, "identifier");
  switch (node.type) {
    case "parameter_declaration": {
      const [, type, fallback] = node.namedChildren;
      const param = { name: name.text, type: type.text, decorators };
      file.params.push(fallback ? { ...param, default: value(fallback) } : param);
      break;
    }
    case "variable_declaration":
      file.variables.push({ name: name.text, value: value(node.namedChildren[1]), decorators });
      break;
    case "output_declaration": {
      const [, type, result] = node.namedChildren;
      file.outputs.push({ name: name.text, type: type.text, value: value(result), decorators });
      break;
    }
    case "resource_declaration": {
      const [type, apiVersion] = plainText(field(node, "string")).split("@");
      const existing = node.children.some((child) => child.type === "existing");
      file.resources.push({
        symbol: name.text,
        type,
        apiVersion,
        existing,
        comment: commentAbove(node),
        ...body(node),
      });
      break;
    }
    case "module_declaration":
      file.modules.push({
        symbol: name.text,
        path: plainText(field(node, "string")),
        comment: commentAbove(node),
        ...body(node),
      });
      break;
    case "target_scope_assignment":
      file.targetScope = plainText(field(node, "string"));
      break;
    default:
  }
}

function errors(node, found = []) {
  if (node.isError || node.isMissing) {
    found.push(`line ${node.startPosition.row + 1}: ${node.text.slice(0, 80)}`);
  } else if (node.hasError) {
    node.children.forEach((child) => errors(child, found));
  }
  return found;
}

function calls(root) {
  const functions = root.descendantsOfType("call_expression");
  return [...new Set(functions.map((call) => call.childForFieldName("function").text))].sort();
}

function read(parser, path) {
  const root = parser.parse(fs.readFileSync(path, "utf8")).rootNode;
  const file = {
    path,
    errors: errors(root),
    targetScope: "resourceGroup",
    params: [],
    variables: [],
    resources: [],
    modules: [],
    outputs: [],
    calls: calls(root),
  };
  if (file.errors.length === 0) {
    let pending = [];
    for (const node of root.namedChildren) {
      if (node.type === "decorators") {
        pending = node.namedChildren.map((decorator) => decorator.namedChildren[0]);
      } else if (!node.type.endsWith("comment")) {
        declaration(file, node, decorated(pending));
        pending = [];
      }
    }
  }
  return file;
}

async function main(paths) {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve("tree-sitter-bicep/tree-sitter-bicep.wasm")));
  process.stdout.write(JSON.stringify(paths.map((path) => read(parser, path))));
}

main(process.argv.slice(2)).catch((e) => {
  process.stderr.write(`${e.stack}\n`);
  process.exitCode = 1;
});

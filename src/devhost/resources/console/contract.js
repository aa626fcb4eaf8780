import { sentence } from './dom.js';
import { fieldOf } from './fields.js';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'];
const JSON_TYPE = /^application\/(.+\+)?json\b/;
// A schema may contain itself. Deeper values are entered as JSON.
const MAX_DEPTH = 4;
const ADMINS_ONLY = /\brequires the admin role\b/i;
const INVITERS_ONLY = /\brequires the role that permits invitations\b/i;

/** The endpoint's operations, read from its OpenAPI document. */
export class Contract {
  #document;
  #prefix;

  /** @param prefix the prefix of every path of the document */
  constructor(document, prefix) {
    this.#document = document;
    this.#prefix = prefix;
  }

  /**
   * Returns the operations, each with its description (what it `does`, and `more` paragraphs) and fields, in the order in which somebody would try them: a resource is
   * followed by its sub-resources, and deletions come last. `anonymous` operations are sent without a bearer token, `forAdmins` need
   * the admin role, `forInviters` that for invitations, and `current` is the operation that reads what this one sets.
   */
  operations() {
    const routes = Object.keys(this.#document.paths);
    const resource = ({ route }) => routes.findIndex((other) => route === other || route.startsWith(`${other}/`));
    const isLast = ({ method }) => Number(method === 'delete');
    const operations = routes
      .flatMap((route) => this.#methods(route).map((method) => ({ route, method })))
      .toSorted((a, b) => resource(a) - resource(b) || isLast(a) - isLast(b))
      .map(({ route, method }) => this.#operation(route, method));
    return operations.map((operation) => ({ ...operation, current: currentOf(operation, operations) }));
  }

  #methods(route) {
    return Object.keys(this.#document.paths[route]).filter((key) => METHODS.includes(key));
  }

  #operation(route, method) {
    const { parameters: common = [], [method]: operation } = this.#document.paths[route];
    const { operationId, summary, description, parameters = [], requestBody, security = this.#document.security } = operation;
    const [first, ...more] = (description ?? '').trim().split(/\n\s*\n/);
    const does = [summary, first].filter(Boolean).map(sentence).join(' ');
    const body = this.#body(requestBody, operationId);
    return {
      name: operationId,
      method: method.toUpperCase(),
      path: this.#prefix + route,
      does,
      more: more.map(sentence),
      anonymous: !(security ?? []).some((scheme) => 'bearerToken' in scheme),
      forAdmins: ADMINS_ONLY.test(does),
      forInviters: INVITERS_ONLY.test(does),
      needsBody: this.#resolve(requestBody).required === true,
      fields: [...common, ...parameters].flatMap((it) => this.#parameter(it, route, operationId)).concat(body),
      reads: method === 'get' ? this.#propertiesOfResponse(operation) : [],
    };
  }

  #parameter(reference, route, operationId) {
    const parameter = this.#resolve(reference);
    if (!['path', 'query', 'header'].includes(parameter.in)) {
      return [];
    }
    const schema = this.#schema(parameter.schema ?? this.#jsonOf(parameter).schema);
    const [shown] = Object.values(parameter.examples ?? {});
    return fieldOf(parameter.in, {
      path: [parameter.name],
      schema,
      description: parameter.description,
      example: parameter.example ?? this.#resolve(shown).value ?? exampleOf(schema),
      demands: [parameter.required === true],
      scope: scopeOf(reference, parameter, route, operationId),
    });
  }

  #body(reference, operationId) {
    const body = this.#resolve(reference);
    const content = this.#jsonOf(body);
    if (!content.schema) {
      return [];
    }
    const [shown] = Object.values(content.examples ?? {});
    const whole = {
      path: [],
      schema: this.#schema(content.schema),
      description: body.description,
      example: content.example ?? this.#resolve(shown).value,
      demands: [body.required === true],
      scope: reference.$ref ?? content.schema.$ref ?? operationId,
    };
    return this.#leaves(whole);
  }

  /** Returns the fields for a value of the body: one for each of an object's values at any depth. */
  #leaves({ path, schema, description, example, demands, scope }) {
    const properties = Object.entries(schema.properties ?? {}).filter(([, property]) => !this.#resolve(property).readOnly);
    if (properties.length === 0 || path.length > MAX_DEPTH) {
      return [fieldOf('body', { path, schema, description, example: exampleOf(schema) ?? example, demands, scope })];
    }
    return properties.flatMap(([name, property]) => {
      const inner = this.#schema(property);
      return this.#leaves({
        path: [...path, name],
        schema: inner,
        description: inner.description,
        example: example?.[name],
        demands: [...demands, (schema.required ?? []).includes(name)],
        scope,
      });
    });
  }

  #propertiesOfResponse({ responses = {} }) {
    const { schema } = this.#jsonOf(this.#resolve(responses['200']));
    return Object.keys(this.#schema(schema).properties ?? {});
  }

  #jsonOf({ content = {} }) {
    return Object.entries(content).find(([type]) => JSON_TYPE.test(type))?.[1] ?? {};
  }

  /** Returns a schema with its parts put together. What only one alternative demands is not required. */
  #schema(reference) {
    const { allOf = [], oneOf = [], anyOf = [], ...own } = this.#resolve(reference);
    const alternatives = [...oneOf, ...anyOf].map((it) => this.#schema(it));
    const parts = [own, ...allOf.map((it) => this.#schema(it))];
    const common = (alternatives[0]?.required ?? []).filter((name) => alternatives.every((it) => it.required?.includes(name)));
    const all = [...alternatives, ...parts];
    const properties = Object.assign({}, ...all.map((it) => it.properties));
    const merged = Object.assign({}, ...alternatives, ...parts.toReversed(), {
      type: all.flatMap((it) => it.type ?? []),
      properties,
      required: [...common, ...parts.flatMap((it) => it.required ?? [])],
    });
    return { ...withChoices(merged), items: withChoices(this.#resolve(merged.items)) };
  }

  /** Returns a node with its `$ref` resolved; an empty object if there is no node. */
  #resolve(node = {}) {
    const { $ref: pointer, ...own } = node;
    return pointer ? { ...this.#resolve(this.#at(pointer)), ...own } : node;
  }

  #at(pointer) {
    return pointer
      .split('/')
      .slice(1)
      .reduce((node, step) => node[step.replaceAll('~1', '/').replaceAll('~0', '~')], this.#document);
  }
}

// What a resource of a path or of a query means is the same wherever it is declared once. A header is about its own request.
function scopeOf({ $ref: pointer }, { in: place, name }, route, operationId) {
  if (place === 'path') {
    return pointer ?? route.slice(0, route.indexOf(`{${name}}`) + name.length + 2);
  }
  return place === 'query' && pointer ? pointer : operationId;
}

// A resource is read with GET under the path under which PUT sets it.
function currentOf({ method, path, fields }, operations) {
  const reader = operations.find((other) => other.method === 'GET' && other.path === path);
  const isReadable = reader && fields.some((field) => field.place === 'body' && reader.reads.includes(field.path[0]));
  return method === 'PUT' && isReadable ? reader : undefined;
}

// A list of values that may become longer is a list to choose from all the same.
const withChoices = (schema) => ({ enum: schema['x-extensible-enum'] ?? ('const' in schema ? [schema.const] : undefined), ...schema });

const exampleOf = ({ default: initial, example, examples = [] }) => initial ?? example ?? examples[0];

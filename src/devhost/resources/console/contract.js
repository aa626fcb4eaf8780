import { sentence } from './dom.js';
import { fieldOf } from './fields.js';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'];

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
   * Returns the operations, each with its description and fields, in the order in which somebody would try them: a resource is
   * followed by its sub-resources, and deletions come last. `anonymous` operations are sent without a bearer token.
   */
  operations() {
    const routes = Object.keys(this.#document.paths);
    const resource = ({ route }) => routes.findIndex((other) => route === other || route.startsWith(`${other}/`));
    const isLast = ({ method }) => Number(method === 'delete');
    return routes
      .flatMap((route) => this.#methods(route).map((method) => ({ route, method })))
      .toSorted((a, b) => resource(a) - resource(b) || isLast(a) - isLast(b))
      .map(({ route, method }) => this.#operation(route, method));
  }

  #methods(route) {
    return Object.keys(this.#document.paths[route]).filter((key) => METHODS.includes(key));
  }

  #operation(route, method) {
    const { parameters: common = [], [method]: operation } = this.#document.paths[route];
    const { operationId, summary, description, parameters = [], requestBody, security = this.#document.security } = operation;
    return {
      name: operationId,
      method: method.toUpperCase(),
      path: this.#prefix + route,
      does: [summary, description].filter(Boolean).map(sentence).join(' '),
      anonymous: !(security ?? []).some((scheme) => 'bearerToken' in scheme),
      fields: [...common, ...parameters].map((it) => this.#parameter(it)).concat(this.#body(requestBody)),
    };
  }

  #parameter(reference) {
    const parameter = this.#resolve(reference);
    const schema = this.#schema(parameter.schema);
    const [shown] = Object.values(parameter.examples ?? {});
    return fieldOf(parameter.in, {
      ...parameter,
      schema,
      example: parameter.example ?? this.#resolve(shown).value ?? exampleOf(schema),
    });
  }

  #body(reference) {
    const { properties = {}, required = [] } = this.#schema(this.#resolve(reference).content?.['application/json']?.schema);
    return Object.entries(properties).map(([name, property]) => {
      const schema = this.#schema(property);
      return fieldOf('body', {
        name,
        schema,
        description: schema.description,
        example: exampleOf(schema),
        required: required.includes(name),
      });
    });
  }

  #schema(reference) {
    const schema = withChoices(this.#resolve(reference));
    return { ...schema, items: withChoices(this.#resolve(schema.items)) };
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

// A list of values that may become longer is a list to choose from all the same.
const withChoices = (schema) => ({ enum: schema['x-extensible-enum'], ...schema });

const exampleOf = ({ default: initial, example, examples = [] }) => initial ?? example ?? examples[0];

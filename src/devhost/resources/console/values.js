/**
 * The values of the requests' fields. What the user enters counts most, then what the console filled in at the user's request, then the
 * last id in a response that has the name of a path's parameter.
 */
export class Values {
  #entered = new Map();
  #filled = new Map();
  #ids = new Map();

  of(field) {
    return this.#entered.get(field.key) ?? this.#filled.get(field.key)?.value ?? this.#idFor(field) ?? field.initial;
  }

  enter(field, value) {
    this.#entered.set(field.key, value);
  }

  /** Fills a field with a value that is about one subject. */
  fill(field, value, subject) {
    this.#entered.delete(field.key);
    this.#filled.set(field.key, { value, subject });
  }

  /** Drops the operation's values that were filled in for another subject. */
  keepOnly(operation, subject) {
    for (const { key } of operation.fields) {
      if (this.#filled.has(key) && this.#filled.get(key).subject !== subject) {
        this.#filled.delete(key);
      }
    }
  }

  /** Drops every value that was filled in. */
  forgetFilled() {
    this.#filled.clear();
  }

  /** Remembers the ids in the JSON of a response. */
  remember(json) {
    for (const [name, value] of Object.entries(json ?? {})) {
      if (typeof value === 'object') {
        this.remember(value);
      } else if (typeof value === 'string' && name.endsWith('Id')) {
        this.#ids.set(name, value);
      }
    }
  }

  // The user in a path is the caller until somebody enters another.
  #idFor({ place, name }) {
    return place === 'path' && name !== 'userId' ? this.#ids.get(name) : undefined;
  }
}

type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Creates an element. Attributes that are false are left out. Text is never interpreted as markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) created.setAttribute(name, value === true ? "" : String(value));
  }
  created.append(...children.filter((child) => child !== null));
  return created;
}

/** Returns the element with this id, which the page must have. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element "${id}".`);
  return found as T;
}

/** Changes a text only if it is another one, so that screen readers say only what is new. */
export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

export type Mood = "good" | "warning" | "bad";

/** Shows a short state in its colour. */
export function setBadge(badge: HTMLElement, mood: Mood, text: string): void {
  badge.className = `badge ${mood}`;
  setText(badge, text);
}

/** Returns the time of day. */
export const timeOf = (date: Date): string => date.toLocaleTimeString();

/** Returns the time, with the date unless it is today. */
export function momentOf(date: Date): string {
  return date.toDateString() === new Date().toDateString() ? timeOf(date) : date.toLocaleString();
}

/** Returns a duration such as "23 h 59 min 58 s". */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [h, min, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return [h > 0 ? `${h} h` : "", h > 0 || min > 0 ? `${min} min` : "", `${s} s`].filter(Boolean).join(" ");
}

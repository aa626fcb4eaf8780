/** The members that the signals of the platform and of the ACS SDK have in common. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Something took too long. */
export class TimedOut extends Error {
  constructor(milliseconds: number) {
    super(`There was no result within ${milliseconds / 1000} s.`);
  }
}

/** Settles as the promise or the value does, or rejects with the signal's reason as soon as the signal is aborted. */
export function within<T>(signal: Signal, promise: Promise<T> | T): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason ?? new DOMException("The operation was aborted.", "AbortError"));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    const stop = () => signal.removeEventListener("abort", abort);
    Promise.resolve(promise).then(resolve, reject).then(stop);
  });
}

/** Waits, or rejects with the signal's reason as soon as the signal is aborted. */
export async function pause(milliseconds: number, signal: Signal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const elapsed = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  try {
    await within(signal, elapsed);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a task with a signal that is aborted after some time, or together with another signal. */
export async function withTimeout<T>(milliseconds: number, signal: Signal, task: (ended: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(new TimedOut(milliseconds)), milliseconds);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await task(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

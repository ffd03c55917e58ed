// Server-sent events with a fall-back: where the stream cannot be had, the same facts are asked for now and then.

export interface Watch {
  url: string;
  /** Called with each event's name and data. Returning "done" ends the watch. */
  onEvent: (name: string, data: unknown) => "done" | undefined;
  /** One look at the same facts, for when there is no stream; "done" ends the watch. */
  poll: () => Promise<"done" | undefined>;
  names: readonly string[];
}

const streamRetries = 3; // broken streams in a row before polling takes over
const pollEvery = 2_000; // ms

/** Watches until done or stopped; returns the function that stops. The browser resumes a stream by Last-Event-ID. */
export function watch({ url, onEvent, poll, names }: Watch): () => void {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const source = new EventSource(url);

  const stop = () => {
    stopped = true;
    source.close();
    clearTimeout(timer);
  };
  const lookAgain = async () => {
    const state = await poll().catch(() => undefined);
    if (stopped) return;
    if (state === "done") stop();
    else timer = setTimeout(lookAgain, pollEvery);
  };
  for (const name of names) {
    source.addEventListener(name, (event) => {
      failures = 0;
      if (onEvent(name, JSON.parse((event as MessageEvent<string>).data)) === "done") stop();
    });
  }
  source.onerror = () => {
    failures += 1;
    if (source.readyState !== EventSource.CLOSED && failures < streamRetries) return; // the browser tries again
    source.close();
    if (!stopped) void lookAgain();
  };
  return stop;
}

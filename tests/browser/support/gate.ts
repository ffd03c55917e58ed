// Stands between the server and the sandbox, and holds requests back for as long as a test wants a run to stay where it is.
import { once } from "node:events";
import { createServer, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Gate {
  url: string;
  /** From now on requests whose path contains the text wait. */
  hold: (text: string) => void;
  /** Lets those that wait go on, and all that follow. */
  release: () => void;
  close: () => Promise<void>;
}

/** A gate in front of an origin ("http://127.0.0.1:8900"), open at first. */
export async function openGate(origin: string): Promise<Gate> {
  let held: string | null = null;
  let waiting: (() => void)[] = [];
  const server: Server = createServer((asked, answer) => {
    const pass = () => {
      const onward = request(new URL(asked.url ?? "/", origin), { method: asked.method, headers: asked.headers });
      onward.on("response", (got) => {
        answer.writeHead(got.statusCode ?? 502, got.headers);
        got.pipe(answer);
      });
      onward.on("error", () => refuse(answer));
      asked.pipe(onward);
    };
    if (held !== null && asked.url?.includes(held)) waiting.push(pass);
    else pass();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (text) => {
      held = text;
    },
    release: () => {
      held = null;
      for (const pass of waiting) pass();
      waiting = [];
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function refuse(answer: ServerResponse): void {
  if (!answer.headersSent) answer.writeHead(502);
  answer.end();
}

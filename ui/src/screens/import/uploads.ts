// Files on their way to the server, which says what they look like.
import { answer, api } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Upload } from "../../api/types";
import type { Encoding } from "./mapping";

/** The files of this page by the server's id, to bring them once more. A reload forgets them. */
const brought = new Map<string, File>();

export const fileOf = (upload: Upload): File | undefined => brought.get(upload.upload_id);

export async function bring(database: number, file: File, encoding: Encoding): Promise<Upload> {
  await expectReadable(file);
  const upload = await answer(
    api.POST("/databases/{database}/uploads", {
      params: { path: { database }, query: { name: file.name, encoding } },
      headers: { "Content-Type": "text/csv" },
      body: file as unknown as string, // the description calls bytes a string
      bodySerializer: (body) => body as unknown as Blob,
    }),
  );
  brought.set(upload.upload_id, file);
  return upload;
}

/** A file that was moved, or changed by another program since it was chosen, cannot be read any more. */
async function expectReadable(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new Problem(
      "failed",
      "The file cannot be read: it was moved or changed since it was chosen. Choose it again.",
    );
  }
}

/** It is not wanted any more. The server throws it away by itself where this does not reach it. */
export function throwAway(database: number, upload: Upload): void {
  brought.delete(upload.upload_id);
  const path = { database, upload_id: upload.upload_id };
  void api.DELETE("/databases/{database}/uploads/{upload_id}", { params: { path } }).catch(() => undefined);
}

// The prompts on the server.
import type { Opencode } from '../../../support/opencode.js';

interface WireMessage {
  readonly info: { readonly role: string };
  readonly parts: readonly { readonly type: string; readonly text?: string; readonly synthetic?: boolean }[];
}

/** How often each prompt is in these sessions: by its messages, and by its parts in them. */
export async function promptsOn(server: Opencode, sessions: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const id of sessions)
    for (const { info, parts } of await server.json<WireMessage[]>(`/session/${id}/message`)) {
      if (info.role !== 'user') continue;
      for (const { type, text, synthetic } of parts)
        if (type === 'text' && text !== undefined && synthetic !== true) found.set(text, (found.get(text) ?? 0) + 1);
    }
  return found;
}

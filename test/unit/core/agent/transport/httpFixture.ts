// HTTP calls of the core against answers that a test makes.
import assert from 'node:assert/strict';
import { createHttp } from '../../../../../src/core/agent/transport/http.js';
import type { Traffic } from '../../../../../src/core/agent/transport/traffic.js';
import { Failure } from '../../../../../src/core/failure.js';
import { createFetch, type Asked } from '../../../../support/bytes.js';
import { createTestClock } from '../../../../support/clock.js';

/** A secret that is easy to find in any output. */
export const SECRET = 'canary-5ecr3t/ü';

/** Calls to a server that a test answers, with everything that is recorded about them. */
export function bench(answer: (asked: Asked) => Response | Promise<Response>, auth: 'basic' | 'bearer' = 'basic') {
  const clock = createTestClock();
  const log: string[] = [];
  const traffic: Traffic[] = [];
  const line = (message: string): void => void log.push(message);
  const { fetch, asked } = createFetch(answer);
  const http = createHttp({
    baseUrl: 'https://box.example/opencode',
    auth,
    credentials: async () => SECRET,
    fetch,
    logger: { trace: line, debug: line, info: line, warn: line, error: line },
    clock,
    onTraffic: (entry) => traffic.push(entry),
  });
  return { clock, http, asked, log, traffic };
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** The failure of a call that has to fail. */
export const failureOf = async (call: Promise<unknown>): Promise<Failure> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Failure, String(error));
  return error;
};

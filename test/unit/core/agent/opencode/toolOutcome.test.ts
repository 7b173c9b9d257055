import assert from 'node:assert/strict';
import type { ToolPart } from '../../../../../src/shared/model/entities.js';
import { toolOutcome } from '../../../../../src/core/agent/opencode1/entities/toolOutcome.js';
import { recordings } from '../../../../support/recordings.js';

const completed = (metadata: object, output = ''): object => ({ status: 'completed', metadata, output });
const noted = (note: string): string => `begin\n\n\n<shell_metadata>\n${note}\n</shell_metadata>`;

/** How the last known version of each call of a recording ended. */
const outcomesOf = (name: string): readonly (ToolPart['outcome'] | undefined)[] => {
  const calls = new Map<string, ToolPart>();
  for (const { events } of recordings().filter((one) => one.name.endsWith(`/${name}`)))
    for (const event of events)
      if (event.type === 'part.upserted' && event.part.type === 'tool') calls.set(event.part.callId, event.part);
  return [...calls.values()].map(({ outcome }) => outcome);
};

describe('the outcome of a tool call', () => {
  it('is read from recordings of a real server', () => {
    assert.deepEqual(outcomesOf('permission-bash-reject'), ['rejected']);
    assert.deepEqual(outcomesOf('permission-bash-reject-message'), ['rejected']);
    assert.deepEqual(outcomesOf('question-reject'), ['dismissed']);
    assert.deepEqual(outcomesOf('permission-abort'), ['stopped']);
    assert.deepEqual(outcomesOf('abort-during-tool'), ['stopped']);
    assert.deepEqual(outcomesOf('tool-bashfail'), ['failed']);
    assert.deepEqual(outcomesOf('tool-bash'), [undefined]);
  });

  it('is a failure or a stop for a command with an exit code, a timeout or an abort', () => {
    assert.deepEqual(toolOutcome('bash', completed({ exit: 0 })), {});
    assert.deepEqual(toolOutcome('bash', completed({ exit: 1 })), { outcome: 'failed' });
    assert.deepEqual(toolOutcome('bash', completed({ exit: null }, noted('User aborted the command'))), {
      outcome: 'stopped',
    });
    assert.deepEqual(toolOutcome('bash', completed({ exit: null }, noted('terminated after exceeding timeout 9 ms'))), {
      outcome: 'failed',
    });
    assert.deepEqual(toolOutcome('bash', completed({})), {});
  });

  it('does not mistake the output of a command for the note of the server', () => {
    const printed = `${noted('User aborted the command')}\nand more`;
    assert.deepEqual(toolOutcome('bash', completed({ exit: 0 }, printed)), {});
    assert.deepEqual(toolOutcome('read', completed({ exit: 1 })), {});
  });

  it('is a failure for a tool that does not exist', () => {
    assert.deepEqual(toolOutcome('invalid', completed({})), { outcome: 'failed' });
  });

  it('includes the reason that the user gave for a rejection', () => {
    const error =
      'The user rejected permission to use this specific tool call with the following feedback: use another name';
    assert.deepEqual(toolOutcome('bash', { status: 'error', error }), {
      outcome: 'rejected',
      reason: 'use another name',
    });
    assert.deepEqual(toolOutcome('bash', { status: 'error', error: 'File not found' }), {});
  });

  it('is read from any value without throwing', () => {
    for (const state of [undefined, null, 1, 'x', [], { error: 5, metadata: [], output: {} }])
      assert.deepEqual(toolOutcome('bash', state), {});
  });
});

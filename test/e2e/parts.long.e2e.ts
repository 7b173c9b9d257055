import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeMcpServer } from '../support/mcpServer.js';
import { readsCommands } from './parts/commands.js';
import { readsEnds } from './parts/ends.js';
import { readsFiles } from './parts/files.js';
import { handsOf } from './parts/actions.js';
import { answersRequests } from './parts/requests.js';
import { scripts } from './parts/scripts.js';
import { readsSubagents } from './parts/subagents.js';
import { readsText } from './parts/text.js';
import { readsTools } from './parts/tools.js';
import { readsTheWhole } from './parts/whole.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';
import { describeVersions } from './versions.js';

describeVersions('a person who reads what an agent did', (version) => {
  let stage: Fixture;
  let page: Server;
  const mcp = makeMcpServer();
  before(async function () {
    this.timeout(180_000);
    page = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<h1>A page</h1><p>with words in it</p>');
    });
    await new Promise<void>((listening) => page.listen(0, '127.0.0.1', listening));
    const web = `http://127.0.0.1:${(page.address() as AddressInfo).port}/`;
    stage = await setStage({
      ...version.stage,
      model: { scripts: version.scripts(scripts(web)) },
      server: { config: { ...version.toolServers(mcp.config), ...version.askingOnly('touch ', 'mkdir ') } },
    });
    await stage.window.activity('OpenCode Sandbox');
    await addSandbox(stage.window, stage.server.url, stage.server.password, 'Box');
  });
  closes(
    () => stage,
    () => page.close(),
    () => mcp.dispose(),
  );

  const hands = handsOf(() => stage, version);
  readsText(hands);
  readsCommands(hands);
  readsFiles(hands);
  readsTools(hands);
  readsSubagents(hands);
  answersRequests(hands);
  readsEnds(hands);
  readsTheWhole(hands);
});
